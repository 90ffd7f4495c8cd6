using Microsoft.Extensions.DependencyInjection;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Runs;

public sealed class TestRunTests
{
    private readonly TemporaryFolder folder = new();
    private readonly SaidLog log = new();
    private readonly CancellationTokenSource source = new();
    private readonly FakePhases phases = new("web", "db");
    private readonly FakeMemory memory = new();
    private ServiceProvider? services;

    [TearDown]
    public void Close()
    {
        if (services is not null)
        {
            Lifecycle.End(TimeSpan.Zero);
            Lifecycle.Retire();
            services.Dispose();
        }

        source.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task A_host_that_fails_leaves_and_the_others_go_on()
    {
        phases.OnEnter = Fails(Phase.Build, "web");

        var outcomes = await RunAsync(Phase.Preflight, Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(outcomes, Is.EqualTo(new[] { PhaseOutcome.Passed, PhaseOutcome.Passed, PhaseOutcome.Failed, PhaseOutcome.Passed }));
        Assert.That(phases.Came.Where(entry => entry.Phase == Phase.Install), Is.EqualTo(new[] { (Phase.Install, "db") }));
        Assert.That(Finished(Phase.Install), Is.EqualTo(new[] { ("db", PhaseStatus.Passed) }));
    }

    [Test]
    public async Task When_all_hosts_have_failed_what_follows_is_skipped_and_says_which_phase_failed()
    {
        phases.OnEnter = Fails(Phase.Build, "web", "db");

        var outcomes = await RunAsync(Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(outcomes[^1], Is.EqualTo(PhaseOutcome.Skipped));
        Assert.That(log.Lines, Does.Contain("skipped: phase build failed"));
        var skipped = Record.Snapshot().OfType<PhaseFinished>().Single(entry => entry.Phase == Phase.Install);
        Assert.That((skipped.Status, skipped.SkippedBecause), Is.EqualTo((PhaseStatus.Skipped, "phase build failed")));
    }

    [Test]
    public async Task A_phase_that_serves_all_hosts_and_fails_ends_all_of_them()
    {
        phases.OnEnter = (phase, _) => phase == Phase.Preflight
            ? throw FakePhases.Failure(FailureCodes.Memory, "Too little memory.")
            : Task.CompletedTask;

        var outcomes = await RunAsync(Phase.Preflight, Phase.Evaluate, Phase.Build);

        Assert.That(outcomes, Is.EqualTo(new[] { PhaseOutcome.Failed, PhaseOutcome.Skipped, PhaseOutcome.Skipped }));
        Assert.That(phases.Came, Has.Count.EqualTo(1));
        Assert.That(log.Lines.Count(line => line == "skipped: phase preflight failed"), Is.EqualTo(2));
    }

    [Test]
    public async Task After_a_cancel_the_phases_that_follow_say_so()
    {
        phases.OnEnter = async (phase, _) =>
        {
            if (phase == Phase.Build)
            {
                await source.CancelAsync();
                throw new OperationCanceledException(source.Token);
            }
        };

        var outcomes = await RunAsync(Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(outcomes.Skip(1), Is.EqualTo(new[] { PhaseOutcome.Failed, PhaseOutcome.Skipped }));
        Assert.That(log.Lines, Does.Contain("skipped: the run was cancelled"));
        Assert.That(
            Record.Snapshot().OfType<PhaseFinished>().Last().Status, Is.EqualTo(PhaseStatus.Cancelled));
    }

    [Test]
    public async Task A_defect_in_a_phase_becomes_a_failure_of_that_host_alone()
    {
        phases.OnEnter = (phase, host) => (phase, host) == (Phase.Build, "web")
            ? throw new InvalidOperationException("a defect")
            : Task.CompletedTask;

        await RunAsync(Phase.Evaluate, Phase.Build, Phase.Install);

        var failure = Record.Failures.Single();
        Assert.That((failure.Code, failure.Host, failure.Phase), Is.EqualTo((FailureCodes.Internal, "web", (Phase?)Phase.Build)));
        Assert.That(Finished(Phase.Install), Is.EqualTo(new[] { ("db", PhaseStatus.Passed) }));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task As_many_hosts_as_jobs_are_in_a_phase_at_once(int jobs)
    {
        using var both = new SemaphoreSlim(0);
        var (inside, most) = (0, 0);
        phases.OnEnter = async (phase, _) =>
        {
            if (phase != Phase.Build)
            {
                return;
            }

            most = Math.Max(most, Interlocked.Increment(ref inside));
            both.Release();
            if (jobs == 2)
            {
                // Passes only if the other one comes while this one is here.
                Assert.That(SpinWait.SpinUntil(() => phases.Came.Count(entry => entry.Phase == Phase.Build) == 2, 30_000), Is.True);
            }

            Interlocked.Decrement(ref inside);
            await Task.CompletedTask;
        };

        await RunAsync(jobs, Phase.Evaluate, Phase.Build);

        Assert.That(most, Is.EqualTo(jobs));
    }

    [Test]
    public async Task The_hosts_are_named_on_the_lines_only_where_there_are_several()
    {
        await RunAsync(Phase.Evaluate);
        Assert.That(log.Lines, Does.Contain("names hosts").And.Contain("passed: 2 hosts: web, db (0.0 s)"));
    }

    [Test]
    public async Task A_host_that_was_proved_is_not_taken_further_and_every_phase_says_why()
    {
        memory.Proved = ["web"];

        var outcomes = await RunAsync(Phase.Preflight, Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(outcomes, Is.All.EqualTo(PhaseOutcome.Passed));
        Assert.That(phases.Came.Where(entry => entry.Phase > Phase.Evaluate).Select(entry => entry.Host), Is.All.EqualTo("db"));
        var web = ReportBuilder.Build(Record.Snapshot()).Hosts.Single(host => host.Name == "web");
        Assert.That((web.Status, web.ReusedFrom), Is.EqualTo((RunStatus.Success, FakeMemory.Proof)));
        Assert.That(web.Phases.Where(phase => phase.Name is Phase.Build or Phase.Install).Select(phase => phase.SkippedBecause),
            Is.All.EqualTo("proved by run 20261122-074512-3f9a on 2026-11-22"));
        Assert.That(log.Lines, Does.Contain("passed: not tested again: proved by run 20261122-074512-3f9a on 2026-11-22"));
    }

    [Test]
    public async Task Where_every_host_was_proved_the_run_is_a_success_and_nothing_more_is_done()
    {
        memory.Proved = ["web", "db"];

        var outcomes = await RunAsync(Phase.Preflight, Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(outcomes, Is.EqualTo(new[] { PhaseOutcome.Passed, PhaseOutcome.Passed, PhaseOutcome.Skipped, PhaseOutcome.Skipped }));
        Assert.That(log.Lines, Does.Contain("skipped: every host was proved by an earlier run"));
        Assert.That(ReportBuilder.Build(Record.Snapshot()).Status, Is.EqualTo(RunStatus.Success));
    }

    [Test]
    public async Task Of_several_hosts_those_are_listed_that_were_not_proved()
    {
        memory.Proved = ["web"];
        await RunAsync();

        Assert.That(await services!.GetRequiredService<TestRun>().ListHostsAsync(), Is.EqualTo(new[] { "db" }));
        Assert.That(phases.Came.Select(entry => entry.Phase).Distinct(), Is.EqualTo(new[] { Phase.Preflight, Phase.Evaluate }));
    }

    [Test]
    public async Task A_host_that_does_not_evaluate_is_listed_so_that_its_own_test_says_why()
    {
        memory.Proved = ["web"];
        phases.OnEnter = Fails(Phase.Evaluate, "db");
        await RunAsync();

        Assert.That(await services!.GetRequiredService<TestRun>().ListHostsAsync(), Is.EqualTo(new[] { "db" }));
    }

    [Test]
    public async Task While_a_phase_goes_on_its_usual_time_is_known_and_not_afterwards()
    {
        var said = new List<string?>();
        memory.Usual = new Dictionary<Phase, TimeSpan> { [Phase.Build] = TimeSpan.FromSeconds(18) };
        phases.OnEnter = (phase, host) =>
        {
            if (phase >= Phase.Build && host == "web")
            {
                said.Add(services!.GetRequiredService<UsualTimes>().Text(host));
            }

            return Task.CompletedTask;
        };

        await RunAsync(1, Phase.Evaluate, Phase.Build, Phase.Install);

        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[0], Does.StartWith("build ").And.EndWith(" of usually 18.0 s"));
        Assert.That(said[1], Is.Null);
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public async Task A_cancelled_run_leaves_no_record(bool cancelled, int completed)
    {
        await RunAsync(Phase.Evaluate);
        if (cancelled)
        {
            await source.CancelAsync();
        }

        Lifecycle.End(TimeSpan.Zero);

        Assert.That(memory.Completed, Is.EqualTo(completed));
    }

    private RunRecord Record => services!.GetRequiredService<RunRecord>();

    private RunLifecycle Lifecycle => services!.GetRequiredService<RunLifecycle>();

    private Task<IReadOnlyList<PhaseOutcome>> RunAsync(params Phase[] order) => RunAsync(2, order);

    private async Task<IReadOnlyList<PhaseOutcome>> RunAsync(int jobs, params Phase[] order)
    {
        var request = new RunRequest
        {
            Target = "VmTest",
            Phases = order,
            Flake = folder.Path,
            BootTimeout = TimeSpan.FromMinutes(1),
            Output = folder.Below("out"),
            Jobs = jobs,
        };
        services = new ServiceCollection()
            .AddRun(request, log, new RunStop(() => source.IsCancellationRequested ? 15 : null, source.Token), TimeProvider.System)
            .AddSingleton(phases.Set)
            .AddSingleton<IRunMemory>(memory)
            .BuildServiceProvider();
        Lifecycle.Begin();
        var run = services.GetRequiredService<TestRun>();
        var outcomes = new List<PhaseOutcome>();
        foreach (var phase in order)
        {
            outcomes.Add(await run.RunAsync(phase));
        }

        return outcomes;
    }

    private IEnumerable<(string? Host, PhaseStatus Status)> Finished(Phase phase) =>
        Record.Snapshot().OfType<PhaseFinished>().Where(entry => entry.Phase == phase).Select(entry => (entry.Host, entry.Status));

    private static Func<Phase, string, Task> Fails(Phase where, params string[] who) => (phase, host) =>
        phase == where && who.Contains(host)
            ? throw FakePhases.Failure(FailureCodes.BuildOther, $"{host} does not pass.")
            : Task.CompletedTask;
}
