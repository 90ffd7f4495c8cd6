using Microsoft.Extensions.Time.Testing;
using VmTest.Model;
using VmTest.Phases.Install;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Phases.Install;

public sealed class InstallProgressTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SaidLog log = new();
    private readonly InstallProgress progress;

    public InstallProgressTests() => progress = new InstallProgress(log, time, "web", 3L << 30);

    [Test]
    public void Each_step_lasts_until_the_next_begins_and_the_last_until_the_end()
    {
        progress.AddLine("GNU Parted 3.6");
        Assume.That(progress.Last, Is.Null);
        progress.AddLine("Creating filesystem with 261627 4k blocks and 65408 inodes");
        time.Advance(TimeSpan.FromSeconds(2));
        progress.AddLine("copying channel...");
        time.Advance(TimeSpan.FromSeconds(5));
        progress.AddLine("installing the boot loader...");
        time.Advance(TimeSpan.FromSeconds(1));
        progress.End();

        Assert.That(progress.Report().Select(step => (step.Step, step.DurationMs)), Is.EqualTo(new[]
        {
            (InstallStep.Format, 2000L), (InstallStep.Copy, 5000L), (InstallStep.BootLoader, 1000L),
        }));
    }
}
