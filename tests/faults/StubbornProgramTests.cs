using System.Diagnostics;

namespace VmTest.FaultTests;

/// <summary>Programs that leave something behind, or do not want to end.</summary>
public sealed class StubbornProgramTests
{
    private const int PipePatience = 1;

    [Test]
    public async Task A_daemon_that_holds_the_pipes_and_left_group_session_and_environment_costs_a_second_a_call_and_ends_with_the_run()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        var watch = Stopwatch.StartNew();

        var result = await Host.RunAsync(workplace, FakePrograms.Nix(workplace, "daemon"), "--target=FlakeCheck", "--accel=tcg");

        const int callsOfNix = 3;
        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds((callsOfNix * PipePatience) + 20)));
        var report = result.Expect(0, "success", failedPhase: null);
        Assert.That(
            report["cleanup"]!["processes"]!.Value<int>("created"), Is.EqualTo(report["cleanup"]!["processes"]!.Value<int>("released")));
        var ledgerOfEscaped = Sleepers();
        Assert.That(ledgerOfEscaped, Is.Empty, "the daemons are gone");
    }

    [Test]
    public async Task A_program_that_ignores_signals_is_killed_and_the_run_ends()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var host = Host.Start(workplace, FakePrograms.Nix(workplace, "deaf"), "--target=FlakeCheck", "--accel=tcg");
        await host.PhaseBegunAsync("evaluate");
        // Once it sleeps, it has shut its ears.
        await host.StartsAsync("sleep 0.05");
        var watch = Stopwatch.StartNew();

        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(5)));
        result.Expect(128 + Host.Terminate, "cancelled", failedPhase: null);
    }

    [Test, NonParallelizable]
    public async Task A_program_that_no_signal_reaches_is_named_as_left_and_the_run_ends()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var frozen = FrozenFolder.Make();
        using var host = Host.Start(workplace, FakePrograms.Nix(workplace, "stuck", frozen.Path), "--target=FlakeCheck", "--accel=tcg");
        await host.PhaseBegunAsync("evaluate");
        await UntilAsync(() => Stuck().Count > 0);
        var watch = Stopwatch.StartNew();

        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(8)));
        Assert.That(result.ExitCode, Is.EqualTo(128 + Host.Terminate), result.Output + result.Error);
        Assert.That(result.Report["cleanup"]!["leaked"]!.Values<string>(), Has.Some.Contains("dd, in uninterruptible sleep"));
        Assert.That(result.Report["failures"]!.Select(failure => failure.Value<string>("code")), Does.Contain("environment.leftovers"));

        frozen.Thaw();
        await UntilAsync(() => Stuck().Count == 0);
        Assert.That((await Host.RunAsync(workplace, "--target=Teardown")).ExitCode, Is.Zero);
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task A_Nix_that_succeeds_with_nonsense_is_named_as_at_fault()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, FakePrograms.Nix(workplace, "garbage"), "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("origin"), Is.EqualTo("environment"));
        Assert.That(failure.Value<string>("message"), Does.StartWith("Nix ended without an error"));
    }

    [Test]
    public async Task A_program_that_does_not_tell_its_version_is_named_and_ends_the_run_after_a_while()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, FakePrograms.Nix(workplace, "silent-version"), "--target=CheckKvm", "--accel=tcg");

        Assert.That(result.Output, Does.Contain("waiting for nix --version, 3 s of at most 10 s"));
        var failure = result.Expect(10, "failure", "preflight")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.tool-silent"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("nix"));
        Assert.That(failure.Value<string>("message"), Does.StartWith("nix --version printed nothing within 10 s: '/"));
    }

    [Test]
    public async Task SIGQUIT_ends_a_run_as_SIGTERM_does()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var host = Host.Start(workplace, FakePrograms.Nix(workplace, "silent"), "--target=FlakeCheck", "--accel=tcg");
        await host.PhaseBegunAsync("evaluate");

        const int quit = 3;
        host.Signal(quit);

        (await host.EndAsync()).Expect(128 + Host.Terminate, "cancelled", failedPhase: null);
    }

    private static List<string> Sleepers() =>
        [.. RunningProcess.All().Where(process => process is { CommandLine: "sleep 1000", Parent: 1 })
            .Select(process => process.CommandLine)];

    private static List<string> Stuck() =>
        [.. RunningProcess.All().Where(process => process.State == 'D'
            && process.CommandLine.StartsWith("dd if=/dev/zero", StringComparison.Ordinal)).Select(process => process.CommandLine)];

    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(waited.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)), "it did not come to that");
            await Task.Delay(20);
        }
    }
}
