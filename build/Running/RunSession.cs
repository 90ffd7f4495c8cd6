using VmTest.Cleanup;
using VmTest.CommandLine;
using VmTest.Processes;
using VmTest.Reporting;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Terminal;

namespace VmTest.Running;

/// <summary>
/// One run of the program from setup to teardown: its settings, files, evidence and processes. A target that tests
/// nothing keeps its evidence in memory and leaves no report.
/// </summary>
public sealed class RunSession : IDisposable
{
    private readonly Shutdown shutdown;
    private readonly Lock gate = new();
    private readonly Lazy<RunDirectory> directory;
    private readonly Lazy<ProcessSupervisor> supervisor;
    private EventLog? events;
    private bool ended;

    public RunSession(Settings settings, RunConsole console, Shutdown shutdown, TimeProvider time)
    {
        this.shutdown = shutdown;
        Settings = settings;
        Flake = settings.Flake;
        Console = console;
        Time = time;
        Id = RunNames.NewId(time.GetUtcNow());
        Artifacts = Path.Combine(settings.Output, Id);
        Space = new OutputSpace(Artifacts, shutdown.Token);
        directory = new Lazy<RunDirectory>(() => new RunDirectory(Id, Artifacts));
        supervisor = new Lazy<ProcessSupervisor>(() => new ProcessSupervisor(Directory, time, adoptsOrphans: true));
    }

    public Settings Settings { get; }

    /// <summary>The flake under test; a target that makes its own sets it before the first phase.</summary>
    public string Flake { get; set; }

    /// <summary>Settings of Nix for this run's flake, beyond those of every run; lines as in nix.conf.</summary>
    public IReadOnlyList<string> NixSettings { get; set; } = [];

    public RunConsole Console { get; }

    public TimeProvider Time { get; }

    public string Id { get; }

    /// <summary>The folder of this run's report and logs.</summary>
    public string Artifacts { get; }

    public IReadOnlyList<Phase> PlannedPhases { get; private set; } = [];

    public CancellationToken Cancellation => Space.Token;

    public OutputSpace Space { get; }

    public EventLog Events => events ?? throw new InvalidOperationException("the run has not begun");

    public RunDirectory Directory => directory.Value;

    public ProcessSupervisor Supervisor => supervisor.Value;

    /// <summary>The signal that cancelled the run; null while there was none.</summary>
    public int? Signal => shutdown.Signal;

    public bool HasBegun => events is not null;

    /// <summary>Whether a report is made.</summary>
    public bool Reports => PlannedPhases.Count > 0;

    public string ReportPath => Path.Combine(Artifacts, RunPaths.ReportJson);

    /// <summary>Begins to keep evidence; for a test run, on disk.</summary>
    public void Begin()
    {
        PlannedPhases = Targets.PhasesOf(Settings.Target, Settings.CakeArguments.Contains("--exclusive"));
        if (!Reports)
        {
            events = EventLog.InMemory(Time);
            return;
        }

        var facts = RunFactsReader.Read(this);
        var refusal = TemporaryFolderFailure.Of(() => Directory.Path);
        events = RunFolder.Begin(Artifacts, Time, Space, new RunStarted(RunFactsReader.Tool, facts, refusal is null ? Directory.Path : string.Empty, PlannedPhases));
        LatestLink.Point(Settings.Output, Id);
        Space.SetAside();
        if ((refusal ?? Space.Failure) is { } failure)
        {
            throw new PhaseFailedException(failure with { Phase = Phase.Preflight });
        }
    }

    /// <summary>A folder for one host's files, made on first use.</summary>
    public string HostFolder(HostRun host) => System.IO.Directory.CreateDirectory(Path.Combine(Artifacts, host.Folder)).FullName;

    /// <summary>The path of a host's file, announced to the report.</summary>
    public string HostFile(HostRun host, string fileName)
    {
        var path = Path.Combine(HostFolder(host), fileName);
        var name = Path.GetFileNameWithoutExtension(fileName);
        if (!Events.Snapshot().OfType<ArtifactWritten>().Any(entry => entry.Host == host.Name && entry.Name == name))
        {
            Events.Write(new ArtifactWritten(host.Name, name, $"{host.Folder}/{fileName}"));
        }

        return path;
    }

    public void Warn(Failure warning)
    {
        Events.Write(new WarningFound(Failures.Finish(warning)));
        Console.Warn(warning.Message, warning.Host);
    }

    /// <summary>Puts away everything and completes the evidence. Runs once, whoever calls it.</summary>
    /// <param name="grace">How long each process may take to stop by itself.</param>
    /// <returns>Whether this call did it.</returns>
    public bool End(TimeSpan grace)
    {
        lock (gate)
        {
            if (ended || events is null)
            {
                return false;
            }

            ended = true;
            var receipt = directory.IsValueCreated ? RunCleaner.Clean(Directory, supervisor.IsValueCreated ? Supervisor : null, grace) : new CleanupReceipt();
            if (shutdown.Signal is { } signal && !events.Snapshot().OfType<FailureFound>().Any(found => found.Failure.Code == FailureCodes.CancelledBySignal))
            {
                events.Write(new FailureFound(Failures.Cancelled(signal, null, null)));
            }

            if (RunCleaner.Failed(receipt) is { } left)
            {
                events.Write(new FailureFound(left));
            }

            events.Write(new CleanupFinished(receipt));
            events.Write(new RunFinished(shutdown.Signal));
            return true;
        }
    }

    /// <summary>The report is written: from now on nothing has to be known of the run.</summary>
    public void Retire()
    {
        if (directory.IsValueCreated && !Events.Snapshot().OfType<CleanupFinished>().Any(cleaned => cleaned.Receipt.Leaked.Count > 0))
        {
            Directory.Retire();
        }
    }

    public void Dispose()
    {
        events?.Dispose();
        Space.Dispose();
        if (directory.IsValueCreated)
        {
            Directory.Dispose();
        }
    }
}
