using System.Diagnostics;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Faults;

/// <summary>A run that is ended from outside, in every phase, leaves a report and nothing else.</summary>
public sealed class CancelTests
{
    private static IEnumerable<TestCaseData> Signals() =>
        from phase in CancelledRun.Phases
        from signal in new[] { Host.Interrupt, Host.Terminate }
        select new TestCaseData(phase, signal).SetArgDisplayNames(phase, signal == Host.Interrupt ? "SIGINT" : "SIGTERM");

    [TestCaseSource(nameof(Signals))]
    public async Task A_signal_ends_the_run_within_five_seconds_with_a_report_and_nothing_left(string phase, int signal)
    {
        using var workplace = new Workplace();
        using var host = await CancelledRun.ReachAsync(workplace, phase);
        var watch = Stopwatch.StartNew();

        host.Signal(signal);
        var result = await host.EndAsync();

        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(5)));
        var failure = result.Expect(128 + signal, "cancelled", failedPhase: null)["failures"]![0]!;
        Assert.That(failure.Value<string>("code"), Is.EqualTo("cancelled.signal"));
        Assert.That(failure.Value<string>("phase"), Is.EqualTo(phase));
        Assert.That(result.Output, Does.Contain($"{(signal == Host.Interrupt ? "SIGINT" : "SIGTERM")}: stopping…"));
        Assert.That(Records(workplace), Is.Empty);
    }

    [TestCaseSource(typeof(CancelledRun), nameof(CancelledRun.Phases))]
    public async Task After_a_kill_Teardown_puts_everything_away_and_completes_the_report(string phase)
    {
        using var workplace = new Workplace();
        using var host = await CancelledRun.ReachAsync(workplace, phase);

        host.Signal(Host.Kill);
        await host.EndAsync();
        var teardown = await Host.RunAsync(workplace, "--target=Teardown");

        Assert.That(teardown.ExitCode, Is.Zero, teardown.Error);
        var result = teardown with { ExitCode = 128 + Host.Kill };
        var failure = result.Expect(128 + Host.Kill, "cancelled", failedPhase: null)["failures"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("cancelled.signal"));
            Assert.That(failure.Value<string>("phase"), Is.EqualTo(phase));
            Assert.That(failure.Value<string>("message"), Does.Contain("SIGKILL"));
            Assert.That(Records(workplace), Is.Empty);
        }
    }

    [Test]
    public async Task The_next_run_puts_away_what_a_killed_one_left()
    {
        using var workplace = new Workplace();
        using var host = await CancelledRun.ReachAsync(workplace, "build");
        var killed = workplace.LatestRun;

        host.Signal(Host.Kill);
        await host.EndAsync();
        var next = await Host.RunAsync(workplace, "--target=CheckKvm", "--accel=tcg");

        next.Expect(0, "success", failedPhase: null);
        Assert.That(Path.Combine(killed, "report.json"), Does.Exist);
    }

    [Test]
    public async Task A_second_signal_ends_the_run_at_once()
    {
        using var workplace = new Workplace();
        using var host = await CancelledRun.ReachAsync(workplace, "build");
        var watch = Stopwatch.StartNew();

        host.Signal(Host.Terminate);
        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(3)));
        result.Expect(128 + Host.Terminate, "cancelled", failedPhase: null);
    }

    [Test]
    public async Task Teardown_with_nothing_to_do_says_so_as_often_as_it_is_asked()
    {
        using var workplace = new Workplace();

        for (var time = 0; time < 2; time++)
        {
            var result = await Host.RunAsync(workplace, "--target=Teardown");

            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Output, Does.Contain("nothing was left behind"));
        }
    }

    private static IEnumerable<string> Records(Workplace workplace) => Path.Combine(workplace.Output, "records") is var folder
        && Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}
