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
    public void Every_entry_has_an_example_of_one_line_and_one_to_three_causes()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var entry in FailureCatalogue.All)
            {
                Assert.That(entry.Example.Line, Has.Length.InRange(2, 140).And.Not.Contains('\n').And.Not.Contains("```"), entry.Code);
                Assert.That(entry.Example.Causes, Has.Count.InRange(1, 3).And.All.Match(@"^\S.*\.$"), entry.Code);
            }
        }
    }

    [Test]
    public void An_explanation_and_the_page_show_the_same_of_each_code()
    {
        var page = FailureCodesPage.Render();
        foreach (var entry in FailureCatalogue.All)
        {
            var section = page.Split($"### `{entry.Code}`\n")[1].Split("\n### ")[0];
            var explained = Explanation.Render(entry.Code);
            foreach (var said in new[] { entry.Meaning, entry.NextStep, entry.Example.Line }.Concat(entry.Example.Causes))
            {
                Assert.That(section, Does.Contain(said));
                Assert.That(explained, Does.Contain(said));
            }
        }
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
