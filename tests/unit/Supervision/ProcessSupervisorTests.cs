using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed partial class ProcessSupervisorTests
{
    private const string RunId = "20261123-074512-0000";

    private readonly TemporaryFolder folder = new();
    private readonly RunDirectory directory;
    private readonly ProcessSupervisor supervisor;

    public ProcessSupervisorTests()
    {
        directory = new RunDirectory(RunId + Path.GetFileName(folder.Path), folder.Path, folder.Below("root"));
        supervisor = new ProcessSupervisor(directory, TimeProvider.System);
    }

    [TearDown]
    public async Task StopAll()
    {
        await supervisor.StopAllAsync(TimeSpan.Zero);
        directory.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task Output_and_errors_are_captured_with_the_exit_code()
    {
        var result = await supervisor.RunAsync(Shell("echo out; echo err >&2; echo more; exit 7"), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(result.Output, Is.EqualTo("out\nmore\n"));
            Assert.That(result.Error, Is.EqualTo(new[] { "err" }));
            Assert.That(result.ExitCode, Is.EqualTo(7));
            Assert.That(result.Succeeded, Is.False);
        });
    }

    [Test]
    public async Task A_program_that_has_not_yet_made_its_group_is_stopped_too([Values(0, 100)] int grace)
    {
        for (var time = 0; time < 20; time++)
        {
            await using var process = supervisor.Start(Shell("sleep 600"));

            await process.StopAsync(TimeSpan.FromMilliseconds(grace)).WaitAsync(TimeSpan.FromSeconds(5));

            Assert.That(process.Identity.IsAlive, Is.False);
        }
    }

    [Test]
    public async Task Lines_are_given_to_whoever_asks_for_them_and_are_not_kept()
    {
        var output = new List<string>();
        var error = new List<string>();

        var result = await supervisor.RunAsync(Shell("echo a; echo b; echo c >&2"), output.Add, error.Add, CancellationToken.None);

        Assert.That(output, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(error, Is.EqualTo(new[] { "c" }));
        Assert.That(result.Output, Is.Empty);
    }

    [Test]
    public async Task The_last_lines_of_errors_are_kept_and_no_more()
    {
        var result = await supervisor.RunAsync(
            Shell("i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo $i >&2; done"), CancellationToken.None);

        Assert.That(result.Error, Is.EqualTo(Enumerable.Range(1001 - Limits.KeptLines, Limits.KeptLines).Select(number => $"{number}")));
    }

    [TestCase("KILL", 137)]
    [TestCase("TERM", 143)]
    [TestCase("SEGV", 139)]
    public async Task A_death_by_a_signal_has_the_exit_code_of_a_shell(string signal, int code) =>
        Assert.That((await supervisor.RunAsync(Shell($"kill -{signal} $$"), CancellationToken.None)).ExitCode, Is.EqualTo(code));

    [Test]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = [
            "plain", "with blank", "'single'", "\"double\"", "$HOME `id` $(id)", "two\nlines", "*", "\\", "", "-x", "é漢😀", ";exit 1", " "];
        var spec = Shell("cat /proc/$$/cmdline") with { Arguments = ["-c", "cat /proc/$$/cmdline", .. arguments] };

        var result = await supervisor.RunAsync(spec, CancellationToken.None);

        Assert.That(result.Output.TrimEnd('\n').TrimEnd('\0').Split('\0')[3..], Is.EqualTo(arguments));
    }

    [Test]
    public async Task The_environment_is_inherited_added_to_and_taken_from_and_bears_the_runs_mark()
    {
        var spec = Shell("env") with { Environment = new Dictionary<string, string?> { ["VMTEST_ADDED"] = "a b", ["HOME"] = null } };

        var lines = (await supervisor.RunAsync(spec, CancellationToken.None)).Output.Split('\n');

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Member("VMTEST_ADDED=a b"));
            Assert.That(lines, Has.Member($"{ProcessSupervisor.RunMark}={directory.RunId}"));
            Assert.That(lines, Has.Some.StartsWith("PATH="));
            Assert.That(lines, Has.None.StartsWith("HOME="));
        });
    }

    [Test]
    public async Task Standard_input_is_empty() =>
        Assert.That((await supervisor.RunAsync(Shell("cat; echo end"), CancellationToken.None)).Output, Is.EqualTo("end\n"));

    [Test]
    public async Task The_working_directory_is_the_one_asked_for() =>
        Assert.That((await supervisor.RunAsync(Shell("pwd -P") with { WorkingDirectory = directory.Path }, CancellationToken.None)).Output,
            Is.EqualTo(directory.Path + "\n"));

    [Test]
    public async Task A_program_leads_a_session_and_a_group_of_its_own()
    {
        var result = await supervisor.RunAsync(Shell("cut -d' ' -f1,5,6 /proc/$$/stat"), CancellationToken.None);

        Assert.That(
            result.Output.Trim().Split(' ').Distinct().ToList(), Has.Count.EqualTo(1), "process, group and session have one number");
    }

    [Test]
    public async Task A_program_finds_itself_in_the_ledger_when_it_starts()
    {
        var ledger = Path.Combine(directory.Path, Ledger.FileName);
        var result = await supervisor.RunAsync(Shell("cat \"$1\"") with
        {
            Purpose = "reader of the ledger",
            Arguments = ["-c",
            "cat \"$1\"", "sh", ledger]
        }, CancellationToken.None);

        Assert.That(result.Output, Does.Contain("\"kind\":\"process\",\"name\":\"reader of the ledger\",\"state\":\"announced\""));
    }

    [Test]
    public async Task An_ended_program_is_released_in_the_ledger()
    {
        await supervisor.RunAsync(Shell("true"), CancellationToken.None);

        Assert.That(directory.Ledger.Open().Where(entry => entry.Kind == ResourceKind.Process), Is.Empty);
        Assert.That(directory.Ledger.Count(ResourceKind.Process), Is.EqualTo(new ResourceCount(1, 1)));
        var written = Ledger.Read(Path.Combine(directory.Path,
            Ledger.FileName))!.Entries.Single(entry => entry.Kind == ResourceKind.Process);
        Assert.That(written.State, Is.EqualTo(LedgerState.Released));
        Assert.That(written.Process?.Id, Is.GreaterThan(0));
    }

    [TestCase("no-such-program-anywhere")]
    [TestCase("/no/such/program")]
    [TestCase("/etc/passwd")]
    public void A_missing_program_is_named_and_leaves_nothing_open(string program)
    {
        var error = Assert.ThrowsAsync<ProgramNotFoundException>(
            () => supervisor.RunAsync(new ProcessSpec { Purpose = "x", FileName = program }, CancellationToken.None));

        Assert.That(error?.Program, Is.EqualTo(program));
        Assert.That(directory.Ledger.Open().Where(entry => entry.Kind == ResourceKind.Process), Is.Empty);
    }

    [Test]
    public async Task Cancelling_ends_the_whole_group_grandchildren_included()
    {
        using var cancellation = new CancellationTokenSource();
        var numbers = new List<int>();
        var running = supervisor.RunAsync(Shell("sleep 1000 & echo $$; echo $!; wait"), line =>
        {
            numbers.Add(int.Parse(line, CultureInfo.InvariantCulture));
            if (numbers.Count == 2)
            {
                cancellation.Cancel();
            }
        }, null, cancellation.Token);

        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(numbers, Has.Count.EqualTo(2));
        Assert.That(numbers.Select(ProcessIdentity.Of), Is.All.Null);
        Assert.That(directory.Ledger.Open().Where(entry => entry.Kind == ResourceKind.Process), Is.Empty);
        await Task.CompletedTask;
    }

    [Test]
    public void Nothing_is_started_once_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.That(
            async () => await supervisor.RunAsync(Shell("true"), cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(directory.Ledger.Count(ResourceKind.Process).Created, Is.Zero);
    }

    [Test]
    public async Task A_program_that_ignores_SIGTERM_is_killed_when_its_grace_is_over()
    {
        var grace = TimeSpan.FromMilliseconds(300);
        await using var process = supervisor.Start(Shell("trap '' TERM; echo ready; while :; do sleep 0.05; done") with { Grace = grace });
        Assert.That(await FirstLineAsync(process), Is.EqualTo("ready"));
        var clock = Stopwatch.StartNew();

        await process.StopAsync();

        Assert.That(clock.Elapsed, Is.InRange(grace - TimeSpan.FromMilliseconds(20), grace + TimeSpan.FromSeconds(3)));
        Assert.That(await process.Exited, Is.EqualTo(137));
        Assert.That(process.Identity.IsAlive, Is.False);
    }

    [Test]
    public async Task A_program_that_heeds_SIGTERM_may_put_its_things_away()
    {
        await using var process = supervisor.Start(Shell("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done"));
        Assert.That(await FirstLineAsync(process), Is.EqualTo("ready"));

        await process.StopAsync();

        Assert.That(await process.Exited, Is.EqualTo(3));
    }

    [Test]
    public async Task A_child_that_its_parent_leaves_behind_ends_with_the_run_of_the_parent()
    {
        var result = await supervisor.RunAsync(Shell("sleep 1000 >/dev/null 2>&1 & echo $!"), CancellationToken.None);

        Assert.That(ProcessIdentity.Of(int.Parse(result.Output, CultureInfo.InvariantCulture)), Is.Null);
    }

    [Test]
    public async Task A_process_that_leaves_its_group_is_found_by_its_mark()
    {
        var result = await supervisor.RunAsync(Shell("setsid sleep 1000 >/dev/null 2>&1 & echo $!; sleep 0.2"), CancellationToken.None);
        var escaped = ProcessIdentity.Of(int.Parse(result.Output, CultureInfo.InvariantCulture));
        Assert.That(escaped, Is.Not.Null);

        await supervisor.StopAllAsync(TimeSpan.Zero);

        Assert.That(() => escaped!.IsAlive, Is.False.After(2000, 20));
    }

    [Test]
    public async Task A_dead_child_that_nobody_buries_does_not_hold_up_the_stop()
    {
        // As in a container whose first process never waits: orphans come here when they end, and stay as zombies.
        const int setChildSubreaper = 36;
        Assert.That(ControlProcess(setChildSubreaper, 1), Is.Zero);
        var clock = Stopwatch.StartNew();

        var result = await supervisor.RunAsync(Shell("sleep 1000 >/dev/null 2>&1 & echo $!"), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(File.ReadAllText($"/proc/{result.Output.Trim()}/stat"), Does.Contain(") Z "), "the test itself is about a zombie");
        Assert.That(clock.Elapsed, Is.LessThan(Limits.ProcessGrace), "a zombie needs no grace");
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ControlProcess(int option, nuint value);

    private static async Task<string> FirstLineAsync(SupervisedProcess process)
    {
        var first = new TaskCompletionSource<string>();
        _ = LineReader.ReadAsync(process.Output, line => first.TrySetResult(line), CancellationToken.None);
        return await first.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static ProcessSpec Shell(string script) =>
        new() { Purpose = "script of a test", FileName = "/bin/sh", Arguments = ["-c", script] };
}
