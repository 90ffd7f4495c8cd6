using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Nix;

public sealed class FlakeReferenceTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_folder_with_a_flake_is_named_by_a_dot_from_inside()
    {
        folder.Write("we ird#?/flake.nix", "{}");

        var reference = FlakeReference.Parse(folder.Below("we ird#?"));

        Assert.That(reference, Is.EqualTo(new FlakeReference(".", folder.Below("we ird#?"))));
        Assert.That(reference.Attribute("a.b"), Is.EqualTo(".#a.b"));
        Assert.That(reference.AsPlainFolder().Attribute("a.b"), Is.EqualTo("path:.#a.b"));
    }

    [Test]
    public void Any_other_reference_stays_as_it_is() =>
        Assert.That(FlakeReference.Parse("github:a/b"), Is.EqualTo(new FlakeReference("github:a/b", null)));

    [Test]
    public void A_folder_that_is_no_flake_is_refused_with_the_reason()
    {
        Directory.CreateDirectory(folder.Below("empty"));
        folder.Write("other/x.nix", "{}");

        Assert.Multiple(() =>
        {
            Refused("missing", "does not exist");
            Refused("empty", "is empty");
            Refused("other", "has no flake.nix");
        });
    }

    [TestCase("web", "\"web\"")]
    [TestCase("a.b#c", "\"a.b#c\"")]
    [TestCase("a\"b", "\"a\\\"b\"")]
    [TestCase("a\\b", "\"a\\\\b\"")]
    [TestCase("${x}", "\"\\${x}\"")]
    [TestCase("a\r\n\tb", "\"a\\r\\n\\tb\"")]
    public void Any_text_can_be_a_string_of_Nix(string text, string quoted) =>
        Assert.That(FlakeReference.QuoteString(text), Is.EqualTo(quoted));

    private void Refused(string name, string reason)
    {
        var error = Assert.Throws<PhaseFailedException>(() => FlakeReference.Parse(folder.Below(name)));
        Assert.That(error?.Findings.Single().Code, Is.EqualTo(FailureCodes.FlakeMissing));
        Assert.That(error?.Findings.Single().Message, Does.Contain($"'{folder.Below(name)}' {reason}"));
    }
}
