using VmTest.Supervision;

namespace VmTest.UnitTests.Supervision;

public sealed class ToolVersionsTests
{
    [TestCase("nix (Nix) 2.8.0", "2.8.0")]
    [TestCase("nix (Nix) 2.31.2pre20250101_abc", "2.31.2")]
    [TestCase("nix (Lix, like Nix) 2.95.3", "2.95.3")]
    [TestCase("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)", "7.2.22")]
    [TestCase("QEMU emulator version 10.0", "10.0")]
    [TestCase("no number", null)]
    [TestCase("", null)]
    [TestCase("99999999999999.1", null)]
    public void The_first_number_that_a_program_prints_is_its_version(string text, string? version) =>
        Assert.That(ToolVersions.Parse(text)?.ToString(), Is.EqualTo(version));
}
