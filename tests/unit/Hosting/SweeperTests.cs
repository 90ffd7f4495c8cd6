using System.Diagnostics;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Supervision;
using VmTest.Terminal;
using VmTest.Text;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Hosting;

public sealed class SweeperTests
{
    private static readonly ProcessIdentity Dead = new(int.MaxValue, 1);

    private readonly TemporaryFolder folder = new();
    private readonly SetTime time = new(DateTimeOffset.UtcNow);
    private readonly StringWriter said = new();
    private readonly string id = $"20261123-074512-{Guid.NewGuid():N}"[..20];

    [TearDown]
    public void Remove()
    {
        said.Dispose();
        folder.Dispose();
    }

    [Test]
    public void A_dead_run_is_put_away_with_its_processes_and_its_report_is_completed()
    {
        using var known = StartMarked();
        using var escaped = StartMarked();
        var artifacts = Directory.CreateDirectory(folder.Below("artifacts")).FullName;
        var run = MakeRun(Dead, artifacts, known);
        WriteEvents(artifacts);
        File.AppendAllText(Path.Combine(artifacts, RunPaths.Events), "{\"event\":\"phase-fin");

        var swept = Sweep();

        Assert.That(swept, Is.EqualTo(new[] { id }));
        Assert.That(known.WaitForExit(2000) && escaped.WaitForExit(2000), Is.True, "both processes are gone");
        Assert.That(Directory.Exists(run), Is.False);
        var text = File.ReadAllText(Path.Combine(artifacts, RunPaths.ReportJson));
        Assert.That(ReportSchema.Validate(text), Is.Empty);
        var report = Json.Read<Report>(text)!;
        Assert.Multiple(() =>
        {
            Assert.That(report.Status, Is.EqualTo(RunStatus.Cancelled));
            Assert.That(report.ExitCode, Is.EqualTo(137));
            Assert.That(report.Failures.Single().Message, Is.EqualTo("The run was ended by SIGKILL in the boot phase of web."));
            Assert.That(report.Hosts.Single().Phases[(int)Phase.Boot].Status, Is.EqualTo(PhaseStatus.Cancelled));
            Assert.That(report.Cleanup?.Leaked, Is.Empty);
            Assert.That(report.Cleanup?.Processes, Is.EqualTo(new ResourceCount(1, 1)));
            Assert.That(File.Exists(Path.Combine(artifacts, RunPaths.ReportMarkdown)), Is.True);
            Assert.That(File.Exists(Path.Combine(artifacts, RunPaths.ReportHtml)), Is.True);
            Assert.That(said.ToString(), Does.Contain($"put away what the earlier run {id} left behind").And.Contain("completed its report"));
        });
    }

    [Test]
    public void A_second_sweep_finds_nothing_and_changes_nothing()
    {
        var artifacts = Directory.CreateDirectory(folder.Below("artifacts")).FullName;
        MakeRun(Dead, artifacts);
        WriteEvents(artifacts);
        Sweep();
        var report = File.ReadAllText(Path.Combine(artifacts, RunPaths.ReportJson));

        Assert.That(Sweep(), Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(artifacts, RunPaths.ReportJson)), Is.EqualTo(report));
    }

    [Test]
    public void A_run_whose_program_lives_is_left_alone()
    {
        using var process = StartMarked();
        var run = MakeRun(ProcessIdentity.Current, folder.Below("artifacts"), process);

        Assert.That(Sweep(), Is.Empty);
        Assert.That(Directory.Exists(run), Is.True);
        Assert.That(process.HasExited, Is.False);
        process.Kill();
        process.WaitForExit();
    }

    [Test]
    public void A_process_that_now_has_the_number_of_a_dead_one_is_left_alone()
    {
        using var stranger = Process.Start("/bin/sleep", "1000");
        var run = MakeRun(Dead, folder.Below("artifacts"));
        File.AppendAllText(Path.Combine(run, Ledger.FileName), Json.Line(new LedgerEntry(9, ResourceKind.Process, "x", LedgerState.Made, new ProcessIdentity(stranger.Id, 1))) + "\n");

        Sweep();

        Assert.That(stranger.HasExited, Is.False);
        stranger.Kill();
        stranger.WaitForExit();
    }

    [Test]
    public void A_run_that_ended_by_itself_keeps_its_report()
    {
        var artifacts = Directory.CreateDirectory(folder.Below("artifacts")).FullName;
        MakeRun(Dead, artifacts);
        WriteEvents(artifacts, new RunFinished());

        Sweep();

        Assert.That(File.Exists(Path.Combine(artifacts, RunPaths.ReportJson)), Is.False, "no second report is written");
    }

    [Test]
    public void A_folder_without_a_ledger_is_kept_while_it_may_be_a_run_that_just_begins()
    {
        var fresh = Directory.CreateDirectory(folder.Below("root/fresh")).FullName;

        Sweep();
        Assert.That(Directory.Exists(fresh), Is.True);

        time.Now += TimeSpan.FromMinutes(2);
        Sweep();
        Assert.That(Directory.Exists(fresh), Is.False);
    }

    [Test]
    public void Folders_that_a_builder_has_made_read_only_are_removed_too()
    {
        var run = MakeRun(Dead, folder.Below("artifacts"));
        var locked = Directory.CreateDirectory(Path.Combine(run, "nix/build")).FullName;
        File.WriteAllText(Path.Combine(locked, "x"), "x");
        File.SetUnixFileMode(locked, UnixFileMode.None);
        File.SetUnixFileMode(Path.GetDirectoryName(locked)!, UnixFileMode.UserRead);

        Sweep();

        Assert.That(Directory.Exists(run), Is.False);
    }

    private IReadOnlyList<string> Sweep() =>
        new Sweeper(new RunConsole(said, colours: false, Verbosity.Normal), time).Sweep([folder.Below("root"), folder.Below("no-such-root")]);

    private string MakeRun(ProcessIdentity host, string artifacts, params Process[] processes)
    {
        var run = Directory.CreateDirectory(folder.Below($"root/{id}")).FullName;
        using var ledger = new Ledger(Path.Combine(run, Ledger.FileName), new LedgerHead(id, host, artifacts));
        ledger.Announce(ResourceKind.File, run);
        foreach (var process in processes)
        {
            ledger.Identify(ledger.Announce(ResourceKind.Process, "sleep"), ProcessIdentity.Of(process.Id)!);
        }

        File.WriteAllText(Path.Combine(run, "disk.qcow2"), "x");
        return run;
    }

    private void WriteEvents(string artifacts, params RunEvent[] more)
    {
        using var log = EventLog.Open(Path.Combine(artifacts, RunPaths.Events), time);
        foreach (var entry in new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Hosts("web").Then(new PhaseStarted(Phase.Boot, "web")).Events.Concat(more))
        {
            log.Write(entry);
        }
    }

    /// <summary>A process in a group of its own that bears the run's mark.</summary>
    private Process StartMarked() =>
        Process.Start(new ProcessStartInfo("setsid", ["/bin/sleep", "1000"]) { Environment = { [ProcessSupervisor.RunMark] = id } })!;
}
