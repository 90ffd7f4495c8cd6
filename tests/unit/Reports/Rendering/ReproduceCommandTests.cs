using VmTest.Model;
using VmTest.Reports.Rendering;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class ReproduceCommandTests
{
    private const string Given = "vmtest --target=VmTest '--flake=./my machines' --memory=2048";

    [Test]
    public void It_is_the_command_as_it_was_given() =>
        Assert.That(Of(RunFacts.CommandLine, Given), Is.EqualTo(Given));

    [TestCase("github:push", Given)]
    [TestCase(RunFacts.CommandLine, null)]
    public void A_workflows_paths_are_gone_and_an_old_report_knows_no_command(string trigger, string? command) =>
        Assert.That(Of(trigger, command), Does.StartWith("./build.sh --target=VmTest ").And.Not.Contain("my machines"));

    private static string Of(string trigger, string? command) => ReproduceCommand.Compose(SampleReports.UnitFailed with
    {
        Run = SampleReports.UnitFailed.Run with { Trigger = trigger, Command = command },
    });
}
