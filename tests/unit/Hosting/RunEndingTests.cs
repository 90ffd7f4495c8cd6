using Microsoft.Extensions.DependencyInjection;
using VmTest.Ci;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Terminal;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Hosting;

public sealed class RunEndingTests
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();
    private readonly StringWriter lines = new();
    private ServiceProvider? services;
    private int? signal;

    [TearDown]
    public void Close()
    {
        services?.Dispose();
        said.Dispose();
        lines.Dispose();
        folder.Dispose();
    }

    [Test]
    public void A_run_ends_with_a_valid_report_and_with_nothing_left()
    {
        var ending = Begin();
        var own = services!.GetRequiredService<RunResources>().Directory.Path;
        Record.Write(new PhaseFinished(Phase.Preflight, null, PhaseStatus.Passed));

        ending.Finish(TimeSpan.Zero);

        var report = services!.GetRequiredService<RunFolder>().ReportPath;
        Assert.That(ReportSchema.Validate(File.ReadAllText(report)), Is.Empty);
        Assert.That((ending.FinalReport!.Status, ending.ExitCode(0)), Is.EqualTo((RunStatus.Success, ExitCodes.Success)));
        Assert.That(Directory.Exists(own), Is.False);
        Assert.That(said.ToString(), Does.Contain($"report: {report}"));
    }

    [Test]
    public void The_last_line_for_programs_is_the_verdict_with_the_path_of_the_report()
    {
        var ending = Begin();
        Record.Fail([FakePhases.Failure(FailureCodes.BuildOther, "It does not build.").Findings.Single()], Phase.Build, "web");

        ending.Finish(TimeSpan.Zero);
        ending.Finish(TimeSpan.Zero);

        var written = lines.ToString().TrimEnd('\n').Split('\n');
        Assert.That(written[0], Does.StartWith("{\"event\":\"run-started\""));
        Assert.That(written.Count(line => line.StartsWith("{\"event\":\"verdict\"", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(written[^1], Does.Contain("\"exitCode\":30").And.Contain("It does not build.")
            .And.Contain(services!.GetRequiredService<RunFolder>().ReportPath));
    }

    [Test]
    public void Who_ends_it_a_second_time_changes_nothing_and_prints_nothing()
    {
        var ending = Begin();
        ending.Finish(TimeSpan.Zero);
        var (report, words) = (ending.FinalReport, said.ToString());

        ending.Finish(TimeSpan.Zero);
        ending.WriteInterim();

        Assert.That(ending.FinalReport, Is.SameAs(report));
        Assert.That(said.ToString(), Is.EqualTo(words));
    }

    [Test]
    public void A_failure_decides_the_exit_code_whatever_the_engine_says()
    {
        var ending = Begin();
        Record.Fail([FakePhases.Failure(FailureCodes.BuildOther, "It does not build.").Findings.Single()], Phase.Build, "web");

        ending.Finish(TimeSpan.Zero);

        Assert.That(ending.ExitCode(1), Is.EqualTo(ExitCodes.Of(Phase.Build)));
        Assert.That(said.ToString(), Does.Contain("It does not build."));
    }

    [Test]
    public void What_broke_the_engine_is_a_defect_of_the_tool_unless_it_only_repeats_a_failure()
    {
        var ending = Begin();
        ending.Broke(new AggregateException(new InvalidOperationException("the engine broke")));
        ending.Broke(new InvalidOperationException("because of the first"));

        var failure = Record.Failures.Single();
        Assert.That(failure.Code, Is.EqualTo(FailureCodes.Internal));
        Assert.That(failure.Message, Does.Contain("the engine broke"));
    }

    [Test]
    public void What_broke_the_engine_and_has_findings_is_recorded_with_them()
    {
        var ending = Begin();

        ending.Broke(new AggregateException(FakePhases.Failure(FailureCodes.DiskSpace, "There is no space.")));

        Assert.That(Record.Failures.Single().Code, Is.EqualTo(FailureCodes.DiskSpace));
    }

    [Test]
    public void After_a_signal_a_broken_engine_is_a_cancelled_run_and_the_exit_code_is_the_signals()
    {
        var ending = Begin();
        signal = Signals.Terminate;

        ending.Broke(new OperationCanceledException());
        ending.Finish(TimeSpan.Zero);

        Assert.That(Record.Failures.Select(failure => failure.Code), Is.EqualTo(new[] { FailureCodes.CancelledBySignal }));
        Assert.That((ending.FinalReport!.Status, ending.ExitCode(0)), Is.EqualTo((RunStatus.Cancelled, 143)));
    }

    [Test]
    public void A_target_without_a_report_explains_its_failure_and_gives_its_exit_code()
    {
        var ending = Begin(phases: []);
        Record.Fail([FakePhases.Failure(FailureCodes.HostUnknown, "The flake has no host 'web'.").Findings.Single()], Phase.Evaluate);

        ending.Finish(TimeSpan.Zero);

        Assert.That(ending.FinalReport, Is.Null);
        Assert.That(ending.ExitCode(1), Is.EqualTo(ExitCodes.Usage));
        Assert.That(said.ToString(), Does.Contain("The flake has no host 'web'."));
    }

    private RunRecord Record => services!.GetRequiredService<RunRecord>();

    private RunEnding Begin(Phase[]? phases = null)
    {
        var request = new RunRequest
        {
            Target = "CheckKvm",
            Phases = phases ?? [Phase.Preflight],
            BootTimeout = TimeSpan.FromMinutes(1),
            Output = folder.Path,
        };
        var console = new RunConsole(said, colours: false, Verbosity.Normal);
        services = new ServiceCollection()
            .AddRun(request, console, new RunStop(() => signal, CancellationToken.None), TimeProvider.System)
            .AddSingleton(console)
            .AddSingleton(new ProgressWriter(lines))
            .AddSingleton<IRunObserver>(provider => provider.GetRequiredService<ProgressWriter>())
            .AddSingleton<ICiHost, NoCiHost>()
            .AddSingleton<CiPublisher>()
            .AddSingleton<RunEnding>()
            .BuildServiceProvider();
        services.GetRequiredService<RunLifecycle>().Begin();
        return services.GetRequiredService<RunEnding>();
    }
}
