using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Model;

public sealed class FailureCatalogueTests
{
    [Test]
    public void Every_code_is_in_the_catalogue_once()
    {
        Assert.That(FailureCatalogue.All.Select(entry => entry.Code), Is.EquivalentTo(FailureCodesTests.Codes));
    }

    [Test]
    public void Every_entry_is_two_sentences()
    {
        Assert.That(FailureCatalogue.All.Where(
            entry => !entry.Meaning.EndsWith('.') || !entry.NextStep.EndsWith('.')).Select(entry => entry.Code), Is.Empty);
    }

    [Test]
    public void The_page_of_all_codes_is_made_from_the_catalogue()
    {
        var page = Repository.Below("docs/failure-codes.md");

        Assert.That(
            File.ReadAllText(page), Is.EqualTo(FailureCodesPage.Render()), $"write this text into {page}:\n{FailureCodesPage.Render()}");
    }

    [Test]
    public void A_code_is_explained_by_its_meaning_and_next_step()
    {
        Assert.That(Explanation.Render(FailureCodes.BootTimeout),
            Does.Contain("The boot did not end within the limit.").And.Contain("the message names it"));
    }

    [Test]
    public void An_unknown_code_is_answered_with_the_nearest()
    {
        Assert.That(
            () => Explanation.Render("boot.timeot"), Throws.TypeOf<UsageException>().With.Message.Contain("Did you mean boot.timeout?"));
    }
}
