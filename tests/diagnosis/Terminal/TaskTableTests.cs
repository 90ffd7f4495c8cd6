using Cake.Core;
using VmTest.Terminal;

namespace VmTest.DiagnosisTests.Terminal;

public sealed class TaskTableTests
{
    private readonly StringWriter writer = new();

    [TearDown]
    public void Close() => writer.Dispose();

    [Test]
    public void A_skipped_task_has_its_reason_in_the_table_and_in_the_line_of_its_step()
    {
        var table = new TaskTable(
            new RunConsole(writer, colours: false, Verbosity.Normal), task => task == "Install" ? "phase build failed" : null);
        var report = new CakeReport();
        report.AddFailed("BuildVm", TimeSpan.FromSeconds(2));
        report.AddSkipped("Install", "a criterion");

        table.WriteSkippedStep("Install", Cake.Core.Diagnostics.Verbosity.Normal);
        table.Write(report);

        Assert.That(writer.ToString().Split('\n').Select(line => line.TrimEnd()), Is.EqualTo(new[]
        {
            string.Empty,
            "  ── Install ── skipped: phase build failed",
            string.Empty,
            "  Task                      Status      Duration",
            "  BuildVm                   failed      2.0 s",
            "  Install                   skipped     0.0 s     phase build failed",
            string.Empty,
        }));
    }
}
