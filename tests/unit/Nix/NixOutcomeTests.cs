using VmTest.Nix;

namespace VmTest.UnitTests.Nix;

public sealed class NixOutcomeTests
{
    [TestCase(0, false)]
    [TestCase(1, false)]
    [TestCase(143, false)]
    [TestCase(134, true)]
    [TestCase(139, true)]
    public void A_crash_of_Nix_itself_is_told_from_a_failure(int exitCode, bool crashed)
    {
        var outcome = new NixOutcome(exitCode, string.Empty, new NixLogReader(TextWriter.Null, 0), new Derivations("/"));

        Assert.That(outcome.Crashed, Is.EqualTo(crashed));
    }
}
