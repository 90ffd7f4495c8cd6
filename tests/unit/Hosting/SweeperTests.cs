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
    public void A_dead_run_is_removed_with_its_processes_and_its_report_is_completed()
    {
        using var known = StartMarked();
        using var escaped = StartMarked();
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
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
            Assert.That(
                said.ToString(), Does.Contain($"removed what the earlier run {id} left behind").And.Contain("completed its report"));
        });
    }

    [Test]
    public void A_second_sweep_finds_nothing_and_changes_nothing()
    {
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
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
        var run = MakeRun(ProcessIdentity.Current, folder.Below($"out/{id}"), process);

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
        var run = MakeRun(Dead, folder.Below($"out/{id}"));
        File.AppendAllText(Path.Combine(run, Ledger.FileName),
            Json.Line(new LedgerEntry(9, ResourceKind.Process, "x", LedgerState.Made, new ProcessIdentity(stranger.Id, 1))) + "\n");

        Sweep();

        Assert.That(stranger.HasExited, Is.False);
        stranger.Kill();
        stranger.WaitForExit();
    }

    [Test]
    public void A_run_that_ended_by_itself_keeps_its_report_and_gets_it_where_it_was_killed_just_before()
    {
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        MakeRun(Dead, artifacts);
        WriteEvents(artifacts, new RunFinished());

        Sweep();
        var report = ReportWriter.Read(artifacts);
        Assert.That(report.Failures, Is.Empty, "it was not killed before its end");
        var written = File.GetLastWriteTimeUtc(Path.Combine(artifacts, RunPaths.ReportJson));

        MakeRun(Dead, artifacts);
        Sweep();
        Assert.That(
            File.GetLastWriteTimeUtc(Path.Combine(artifacts, RunPaths.ReportJson)), Is.EqualTo(written), "no second report is written");
    }

    [Test]
    public void A_folder_without_a_ledger_is_kept_while_it_may_be_a_run_that_just_begins()
    {
        var fresh = MakePrivate(id);

        Sweep();
        Assert.That(Directory.Exists(fresh), Is.True);

        time.Now += TimeSpan.FromMinutes(2);
        Sweep();
        Assert.That(Directory.Exists(fresh), Is.False);
    }

    [Test]
    public void Folders_that_a_builder_has_made_read_only_are_removed_too()
    {
        var run = MakeRun(Dead, folder.Below($"out/{id}"));
        var locked = Directory.CreateDirectory(Path.Combine(run, "nix/build")).FullName;
        File.WriteAllText(Path.Combine(locked, "x"), "x");
        File.SetUnixFileMode(locked, UnixFileMode.None);
        File.SetUnixFileMode(Path.GetDirectoryName(locked)!, UnixFileMode.UserRead);

        Sweep();

        Assert.That(Directory.Exists(run), Is.False);
    }

    [Test]
    public void A_run_that_holds_its_lock_is_left_alone_whatever_the_process_IDs_say()
    {
        var run = MakeRun(Dead, folder.Below($"out/{id}"));
        File.WriteAllText(Path.Combine(run, RunLock.FileName), string.Empty);
        using var holder = Process.Start(
            new ProcessStartInfo("flock",
                [Path.Combine(run, RunLock.FileName), "sh", "-c", "echo held; exec sleep 1000"])
            { RedirectStandardOutput = true })!;
        Assert.That(holder.StandardOutput.ReadLine(), Is.EqualTo("held"));

        Assert.That(Sweep(), Is.Empty);
        Assert.That(Directory.Exists(run), Is.True);

        holder.Kill(entireProcessTree: true);
        holder.WaitForExit();
        Assert.That(() => Sweep(), Is.EqualTo(new[] { id }).After(2000, 20), "the lock dies with who holds it");
    }

    [Test]
    public void A_process_of_another_boot_or_another_namespace_is_left_alone()
    {
        using var stranger = Process.Start("setsid", ["/bin/sleep", "1000"]);
        foreach (var head in new[]
        {
            new LedgerHead(id, Dead, folder.Below($"out/{id}"), Guid.NewGuid().ToString(), KernelPlace.ProcessNamespace),
            new LedgerHead(id, Dead, folder.Below($"out/{id}"), KernelPlace.BootId, "pid:[1]"),
        })
        {
            MakeRun(head, stranger);

            Assert.That(Sweep(), Is.EqualTo(new[] { id }));
            Assert.That(stranger.HasExited, Is.False);
        }

        stranger.Kill();
        stranger.WaitForExit();
    }

    [Test]
    public void A_root_of_another_user_is_not_even_read()
    {
        using var victim = StartMarked();
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        WriteEvents(artifacts);
        MakeRun(Dead, artifacts, victim);
        SecondUser.Own(folder.Below("root"));

        Assert.That(Sweep(), Is.Empty);
        Assert.That(said.ToString(), Does.Contain("passed over").And.Contain("belongs to another user"));
        ExpectUntouched(victim, artifacts);
    }

    [Test]
    public void A_root_that_is_a_link_or_that_others_can_enter_is_not_even_read()
    {
        using var victim = StartMarked();
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        WriteEvents(artifacts);
        MakeRun(Dead, artifacts, victim);
        File.SetUnixFileMode(folder.Below("root"), File.GetUnixFileMode(folder.Below("root")) | UnixFileMode.OtherExecute);

        Assert.That(Sweep(), Is.Empty);

        Directory.Move(folder.Below("root"), folder.Below("elsewhere"));
        File.SetUnixFileMode(folder.Below("elsewhere"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(folder.Below("root"), folder.Below("elsewhere"));
        Assert.That(Sweep(), Is.Empty);
        ExpectUntouched(victim, artifacts);
    }

    [TestCase("of another user")]
    [TestCase("a link")]
    [TestCase("of another run")]
    [TestCase("with another name")]
    [TestCase("a ledger that is a link")]
    public void A_run_that_is_not_what_it_should_be_is_not_believed(string kind)
    {
        using var victim = StartMarked();
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        WriteEvents(artifacts);
        var run = MakeRun(Dead, artifacts, victim);
        var other = folder.Below("root/20200101-000000-0000");
        switch (kind)
        {
            case "of another user":
                SecondUser.Own(run);
                break;
            case "a link":
                Directory.Move(run, folder.Below("elsewhere"));
                Directory.CreateSymbolicLink(run, folder.Below("elsewhere"));
                break;
            case "of another run":
                Directory.Move(run, other);
                break;
            case "with another name":
                Directory.Move(run, folder.Below("root/mine"));
                break;
            default:
                File.Move(Path.Combine(run, Ledger.FileName), folder.Below("ledger"));
                File.CreateSymbolicLink(Path.Combine(run, Ledger.FileName), folder.Below("ledger"));
                break;
        }

        Assert.That(Sweep(), Is.Empty);
        ExpectUntouched(victim, artifacts);
    }

    [Test]
    public void Only_what_lies_in_the_runs_own_folders_is_removed()
    {
        var precious = folder.Write("precious/file", "x");
        var lookalike = Directory.CreateDirectory(folder.Below(RunNames.OutsideFolder("20200101-000000-0000"))).FullName;
        var foreign = Directory.CreateDirectory(folder.Below(RunNames.OutsideFolder(id))).FullName;
        SecondUser.Own(foreign);
        var own = Directory.CreateDirectory(folder.Below(RunNames.OutsideFolder(id))).FullName;
        var run = MakeRun(Dead, folder.Below($"out/{id}"));
        foreach (var (path, number) in new[] { Path.GetDirectoryName(precious)!, precious, lookalike, foreign, own }.Select((path,
            number) => (path, number)))
        {
            File.AppendAllText(Path.Combine(run, Ledger.FileName),
                Json.Line(new LedgerEntry(100 + number, ResourceKind.File, path, LedgerState.Announced)) + "\n");
        }

        File.CreateSymbolicLink(Path.Combine(run, "way-out"), Path.GetDirectoryName(precious)!);

        Assert.That(Sweep(), Is.EqualTo(new[] { id }));
        Assert.Multiple(() =>
        {
            Assert.That(precious, Does.Exist);
            Assert.That(lookalike, Does.Exist);
            Assert.That(foreign, Does.Exist);
            Assert.That(own, Does.Not.Exist);
            Assert.That(run, Does.Not.Exist);
        });
    }

    [TestCase("a folder of another user")]
    [TestCase("a folder that others write to")]
    [TestCase("a link")]
    [TestCase("another name")]
    [TestCase("events of another user")]
    [TestCase("events that are a link")]
    public void A_report_is_completed_only_where_nobody_else_could_write(string kind)
    {
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        WriteEvents(artifacts);
        var events = Path.Combine(artifacts, RunPaths.Events);
        switch (kind)
        {
            case "a folder of another user":
                SecondUser.Own(artifacts);
                break;
            case "a folder that others write to":
                File.SetUnixFileMode(artifacts, File.GetUnixFileMode(artifacts) | UnixFileMode.OtherWrite);
                break;
            case "a link":
                Directory.Move(artifacts, folder.Below("elsewhere"));
                Directory.CreateSymbolicLink(artifacts, folder.Below("elsewhere"));
                break;
            case "another name":
                Directory.Move(artifacts, folder.Below("out/x"));
                artifacts = folder.Below("out/x");
                break;
            case "events of another user":
                SecondUser.Own(events);
                break;
            default:
                File.Move(events, folder.Below("events"));
                File.CreateSymbolicLink(events, folder.Below("events"));
                break;
        }

        MakeRun(Dead, artifacts);
        Sweep();

        Assert.That(Directory.GetFiles(folder.Path, "report.*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void A_planted_link_is_replaced_and_not_written_through()
    {
        var artifacts = Directory.CreateDirectory(folder.Below($"out/{id}")).FullName;
        WriteEvents(artifacts);
        var target = folder.Write("target", "precious");
        foreach (var name in new[] { RunPaths.ReportJson, RunPaths.ReportMarkdown,
            $"{RunPaths.ReportMarkdown}.{Environment.ProcessId}.new" })
        {
            File.CreateSymbolicLink(Path.Combine(artifacts, name), target);
        }

        MakeRun(Dead, artifacts);
        Sweep();

        Assert.That(File.ReadAllText(target), Is.EqualTo("precious"));
        Assert.That(new FileInfo(Path.Combine(artifacts, RunPaths.ReportMarkdown)).LinkTarget, Is.Null);
    }

    [Test]
    public void What_cannot_be_removed_is_named_and_the_next_sweep_tries_again()
    {
        Root.Needed("mount");
        var run = MakeRun(Dead, folder.Below($"out/{id}"));
        var mount = Directory.CreateDirectory(Path.Combine(run, "mounted")).FullName;
        Run("mount", "-t", "tmpfs", "vmtest", mount);
        var sweeper = NewSweeper();

        sweeper.Sweep([folder.Below("root")]);

        Assert.That(sweeper.Left, Is.EqualTo(new[] { $"mount {mount}" }));
        Assert.That(File.Exists(Path.Combine(run, "disk.qcow2")), Is.False, "all else is gone");
        Run("umount", mount);
        Assert.That(Sweep(), Is.EqualTo(new[] { id }));
        Assert.That(run, Does.Not.Exist);
    }

    [Test]
    public void What_was_half_made_or_half_removed_goes()
    {
        foreach (var half in new[] { MakePrivate(RunNames.Unfinished(id)), MakePrivate(RunNames.Unfinished(id)) })
        {
            File.WriteAllText(Path.Combine(half, RunLock.FileName), string.Empty);
        }

        MakePrivate(RunNames.Unfinished(id));
        Directory.CreateDirectory(folder.Below($"out/.{id}"));
        File.CreateSymbolicLink(folder.Below($"out/latest.{id}"), id);
        MakeRun(Dead, folder.Below($"out/{id}"));

        Sweep();

        Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("root")), Is.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("out")), Is.Empty);
    }

    private static void ExpectUntouched(Process victim, string artifacts)
    {
        Assert.That(victim.HasExited, Is.False);
        Assert.That(Path.Combine(artifacts, RunPaths.ReportJson), Does.Not.Exist);
        victim.Kill();
        victim.WaitForExit();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }

    private string MakePrivate(string name)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder.Below("root"), ownerOnly);
        return Directory.CreateDirectory(folder.Below($"root/{name}"), ownerOnly).FullName;
    }

    private Sweeper NewSweeper() => new(new RunConsole(said, colours: false, Verbosity.Normal), time);

    private IReadOnlyList<string> Sweep() =>
        NewSweeper().Sweep([folder.Below("root"), folder.Below("no-such-root")]);

    private string MakeRun(ProcessIdentity host, string artifacts, params Process[] processes) =>
        MakeRun(new LedgerHead(id, host, artifacts), processes);

    private string MakeRun(LedgerHead head, params Process[] processes)
    {
        var run = MakePrivate(id);
        using var ledger = new Ledger(Path.Combine(run, Ledger.FileName), head);
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
        foreach (var entry in new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Hosts("web")
            .Then(new PhaseStarted(Phase.Boot, "web")).Events.Concat(more))
        {
            log.Write(entry is RunStarted started ? started with { Run = started.Run with { Id = id } } : entry);
        }
    }

    /// <summary>A process in a group of its own that bears the run's mark.</summary>
    private Process StartMarked() =>
        Process.Start(new ProcessStartInfo("setsid", ["/bin/sleep", "1000"]) { Environment = { [ProcessSupervisor.RunMark] = id } })!;
}
