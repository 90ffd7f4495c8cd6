using System.Diagnostics;
using System.Runtime.InteropServices;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>The scripts of vm-test.yml, run here in their order with what a runner gives them, on the reference guest.</summary>
public sealed partial class VmTestWorkflowTests
{
    private const string Kvm = "/dev/kvm";
    private const int Stop = 19;

    // A runner's patience with a step that it cancels.
    private static readonly TimeSpan AfterInterrupt = TimeSpan.FromSeconds(7.5);
    private static readonly TimeSpan AfterTerminate = TimeSpan.FromSeconds(2.5);

    private static readonly JObject Inputs = new()
    {
        ["flake"] = ".",
        ["install"] = "direct",
        ["accel"] = "tcg",
        ["boot-timeout"] = "120",
        ["artifacts"] = "vmtest",
    };

    [Test]
    public async Task Each_host_has_a_job_of_its_own_and_a_failing_one_fails_the_whole()
    {
        using var workplace = new Workplace().WithHosts(("failing", Modules.FailingUnits), ("healthy", Modules.Healthy));

        var hosts = await ListAsync(workplace);
        Assert.That(hosts, Is.EqualTo(new[] { "failing", "healthy" }));

        var healthy = await TestAsync(workplace, "healthy", 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(healthy.Test.ExitCode, Is.Zero);
            Assert.That(healthy.Test.Outputs["status"], Is.EqualTo("success"));
            Assert.That(healthy.Test.Outputs["failed-phase"], Is.Empty);
            Assert.That(healthy.Test.Outputs["exit-code"], Is.EqualTo("0"));
            Assert.That(healthy.Test.Read.Annotations, Is.Empty);
            Assert.That(healthy.Test.Read.Commands.Where(command => command.Name == "group").Select(group => group.Message),
                Is.SupersetOf(new[] { "CheckKvm", "FlakeCheck", "BuildVm", "Install", "BootWatch" }));
            Assert.That(healthy.Test.Summary,
                Does.StartWith("# VM test: success").And.Contain("```mermaid").And.Contain("| host | preflight |")
                    .And.Contain("    ./build.sh --target=VmTest --flake=. --host=healthy"));
            Assert.That(healthy.Teardown.Log, Does.Contain("nothing was left behind"));
            Assert.That(healthy.Teardown.Outputs, Is.EqualTo(new Dictionary<string, string> { ["artifact"] = "vmtest-1-healthy" }));
        }

        var failing = await TestAsync(workplace, "failing", 0);
        var notes = failing.Test.Read.Annotations.ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failing.Test.ExitCode, Is.EqualTo(60));
            Assert.That(failing.Test.Outputs["status"], Is.EqualTo("failure"));
            Assert.That(failing.Test.Outputs["failed-phase"], Is.EqualTo("runtime"));
            Assert.That(failing.Test.Outputs["exit-code"], Is.EqualTo("60"));
            Assert.That(notes, Has.Count.EqualTo(3));
            Assert.That(notes[0].Property("title"), Is.EqualTo("runtime.unit-failed (failing)"));
            Assert.That(notes[^1].Property("title"), Is.EqualTo("runtime.dependency-failed (failing)"), "consequences come last");
            Assert.That(failing.Test.Summary, Does.Contain("last words of exits").And.Contain("exits.service :crit,"));
        }

        // Both artifacts, as the last job finds them.
        Publish(workplace, healthy.Runs, "vmtest-1-healthy");
        Publish(workplace, failing.Runs, "vmtest-0-failing");
        var sum = await SumAsync(workplace, "failure");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sum.ExitCode, Is.EqualTo(1));
            Assert.That(sum.Outputs["status"], Is.EqualTo("failure"));
            Assert.That(sum.Summary, Does.Contain("| failing | failure | runtime.unit-failed |").And.Contain("| healthy | success | – |"));
        }

        Leftovers.ExpectNone(workplace);
    }

    [TestCase("success", "success", "success", 0)]
    [TestCase("success", "skipped", "success", 0)]
    [TestCase("failure", "skipped", "failure", 1)]
    [TestCase("success", "cancelled", "cancelled", 1)]
    [TestCase("skipped", "skipped", "success", 0)]
    public async Task All_jobs_together_have_one_status(string listed, string tested, string status, int exitCode)
    {
        using var workplace = new Workplace();

        var sum = await SumAsync(workplace, tested, listed);

        Assert.That(sum.Outputs["status"], Is.EqualTo(status));
        Assert.That(sum.ExitCode, Is.EqualTo(exitCode));
    }

    [TestCase("*.nix *flake.lock", "README.md", "false")]
    [TestCase("*.nix *flake.lock", "hosts/web.nix", "true")]
    [TestCase("", "README.md", "true")]
    [TestCase("*.nix", "", "true")]
    public async Task Only_a_change_of_the_files_that_count_calls_for_a_test(string paths, string changed, string run)
    {
        using var workplace = new Workplace().WithHosts(("web", Modules.Healthy));
        Git("init", "--quiet");
        Commit();
        var before = changed.Length == 0 ? new string('0', 40) : Git("rev-parse", "HEAD").Trim();
        var file = Path.Combine(workplace.Flake, changed.Length == 0 ? "new.txt" : changed);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "# new\n");
        Commit();
        using var runner = new LocalRunner(workplace, new JObject(Inputs) { ["paths"] = paths });

        var steps = await runner.RunAsync(
            "decide", new JObject { ["github"] = new JObject { ["event"] = new JObject { ["before"] = before } } });

        Assert.That(steps.Single().ExitCode, Is.Zero, steps.Single().Log);
        Assert.That(steps.Single().Outputs["run"], Is.EqualTo(run));

        string Git(params string[] arguments) => Shell.Run("git", ["-C", workplace.Flake, .. arguments]);
        void Commit()
        {
            Git("add", "--all");
            Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=change");
        }
    }

    [Test]
    public async Task A_change_of_VmTest_itself_is_tested_by_its_own_sources()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{\n  networking.hostName = typoo;\n}\n"));
        foreach (var name in new[] { ".github", "build.sh" })
        {
            File.CreateSymbolicLink(Path.Combine(workplace.Flake, name), Path.Combine(Repository.Folder, name));
        }

        using var runner = new LocalRunner(workplace, Inputs) { CallingRepository = "somebody/VmTest" };

        var steps = await runner.RunAsync("hosts");

        Assert.That(steps[0].Outputs["own"], Is.EqualTo("true"));
        Assert.That(steps[1].Outputs["path"], Is.EqualTo(Path.Combine(workplace.Flake, "build.sh")));
        Assert.That(steps[1].Log, Does.Contain("no release is asked for; it is built from source"));
        Assert.That(steps[^1].Outputs["hosts"], Is.EqualTo("[\"typo\"]"));
    }

    [Test]
    public async Task Where_GitHub_does_not_say_where_the_workflow_comes_from_it_asks_for_it()
    {
        using var workplace = new Workplace();
        using var runner = new LocalRunner(workplace, Inputs);

        var steps = await runner.RunAsync("hosts", new JObject { ["job"] = new JObject { ["workflow_repository"] = string.Empty } });

        Assert.That(steps.Single().ExitCode, Is.EqualTo(1));
        Assert.That(steps.Single().Log, Does.Contain("give vmtest-repository and vmtest-ref"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_cancel_in_the_middle_leaves_nothing_and_the_report_says_cancelled(bool frozen)
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var runner = new LocalRunner(workplace, Inputs);

        var steps = await runner.RunAsync(
            "test", Job("healthy", 0), (name, process) => name == "Test" ? CancelAsync(runner, process, frozen) : Task.CompletedTask);

        var test = steps.Single(step => step.Name == "Test");
        var teardown = steps[^1];
        var told = frozen ? teardown : test;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.ExitCode, Is.EqualTo(frozen ? 128 + Host.Kill : 128 + Host.Interrupt));
            Assert.That(teardown.ExitCode, Is.Zero);
            Assert.That(teardown.Outputs["artifact"], Is.EqualTo("vmtest-0-healthy"));
            Assert.That(told.Outputs["status"], Is.EqualTo("cancelled"));
            Assert.That(told.Summary, Does.StartWith("# VM test: cancelled"));
            Assert.That(told.Read.Annotations.Single().Name, Is.EqualTo("warning"));
            Assert.That(runner.Report.Value<string>("status"), Is.EqualTo("cancelled"));
            Assert.That(runner.Report["failures"]![0]!.Value<string>("code"), Is.EqualTo("cancelled.signal"));
            Assert.That(runner.Report["cleanup"]!["leaked"], Is.Empty);
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task Nothing_that_a_guest_or_a_builder_prints_acts()
    {
        using var workplace = new Workplace().WithHosts(("guest", HostileModules.Guest), ("builder", HostileModules.Builder));

        foreach (var (host, index, exitCode) in new[] { ("guest", 0, 60), ("builder", 1, 30) })
        {
            var (test, _, _) = await TestAsync(workplace, host, index);
            var read = test.Read;

            Assert.That(test.ExitCode, Is.EqualTo(exitCode));
            Assert.That(test.Log, Does.Contain("hostile words"), "it was said");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(read.Commands.Select(command => command.Name).Distinct(),
                    Is.SubsetOf(new[] { "group", "endgroup", "error", "warning" }));
                Assert.That(read.Annotations.Select(note => note.Property("title")),
                    Has.All.Match(@"^(runtime|build)\.[a-z-]+ \((guest|builder)\)$"));
                Assert.That(read.IsOpen, "what follows in the step can speak to the runner again");
                Assert.That(test.Log, Does.Not.Contain("\u001b"));
                Assert.That(test.Outputs["status"], Is.EqualTo("failure"));
                Assert.That(test.Outputs.Keys, Is.EquivalentTo(new[] { "status", "failed-phase", "exit-code", "report" }));
                Assert.That(test.Summary.Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal)),
                    Has.None.Match("<(img|script|b)"), "HTML stands in indented code only");
                Assert.That(test.Summary, Does.Not.Contain("\u001b"));
            }
        }
    }

    [Test]
    public async Task Records_come_from_the_base_of_a_pull_request_also_where_it_is_red()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{\n  networking.hostName = typoo;\n}\n"));
        var cache = Directory.CreateDirectory(Path.Combine(workplace.Output, "cache")).FullName;

        var first = await TypoAsync("main", string.Empty, "1");
        Assert.That(first["failures"]!.Single()["repetition"], Is.Null);

        // The checkout of a pull request is another machine's; what it knows of main comes from the cache.
        var second = await TypoAsync("7/merge", "main", "2");
        Assert.That(second["failures"]!.Single()["repetition"]!.Value<int>("count"), Is.EqualTo(2));

        var elsewhere = await TypoAsync("9/merge", "release", "3");
        Assert.That(elsewhere["failures"]!.Single()["repetition"], Is.Null);

        async Task<JObject> TypoAsync(string branch, string into, string run)
        {
            using var runner = new LocalRunner(workplace, Inputs) { Cache = cache };
            var job = Job("typo", 0);
            job["github"] = new JObject { ["ref_name"] = branch, ["base_ref"] = into, ["run_id"] = run, ["run_attempt"] = "1" };
            var steps = await runner.RunAsync("test", job);
            Assert.That(steps.Single(step => step.Name == "Test").Summary.Split('\n').Take(6), Has.Some.Contain("earlier green run to compare with"));
            return runner.Report;
        }
    }

    [Test]
    public async Task An_error_of_an_evaluation_stands_on_its_line()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{\n  networking.hostName = typoo;\n}\n"));
        using var runner = new LocalRunner(workplace, Inputs);

        var steps = await runner.RunAsync("test", Job("typo", 0));

        var note = steps.Single(step => step.Name == "Test").Read.Annotations.Single();
        Assert.That(note.Property("title"), Is.EqualTo("evaluation.undefined-variable (typo)"));
        Assert.That(note.Property("file"), Is.EqualTo("typo.nix"));
        Assert.That(note.Property("line"), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_flake_that_cannot_be_read_is_told_where_its_hosts_are_listed()
    {
        using var workplace = new Workplace().WithFlake("{\n  outputs = { self }: { nixosConfigurations = }\n}\n");
        using var runner = new LocalRunner(workplace, Inputs);

        var list = (await runner.RunAsync("hosts"))[^1];

        Assert.That(list.ExitCode, Is.EqualTo(20));
        Assert.That(list.Outputs, Is.Empty);
        var note = list.Read.Annotations.Single();
        Assert.That(note.Property("title"), Is.EqualTo("evaluation.syntax"));
        Assert.That((note.Property("file"), note.Property("line")), Is.EqualTo(("flake.nix", "2")));
    }

    [Test]
    public async Task The_action_tests_in_somebodys_job_and_gives_its_outputs()
    {
        using var workplace = new Workplace().WithHosts(("failing", Modules.FailingUnits));
        var inputs = new JObject(Inputs) { ["host"] = "failing", ["require-unit"] = "no-such.service", ["artifact"] = "vmtest" };
        using var runner = new LocalRunner(workplace, inputs);

        var steps = await runner.RunActionAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(steps.Select(step => step.ExitCode), Is.EqualTo(new[] { 0, 0, 60, 0 }));
            Assert.That(steps[0].Outputs, Is.Empty, "there is a nix");
            Assert.That(steps[1].Log, Does.Contain($"no release of somebody/VmTest belongs to {LocalRunner.Commit}; it is built from source"));
            Assert.That(steps[2].Read.Annotations.Select(note => note.Property("title")), Does.Contain("runtime.unit-missing (failing)"));
            Assert.That(runner.ActionOutput("status"), Is.EqualTo("failure"));
            Assert.That(runner.ActionOutput("failed-phase"), Is.EqualTo("runtime"));
            Assert.That(runner.ActionOutput("exit-code"), Is.EqualTo("60"));
            Assert.That(File.Exists(runner.ActionOutput("report")), Is.True);
        }

        Leftovers.ExpectNone(workplace);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(Workplace workplace)
    {
        using var runner = new LocalRunner(workplace, Inputs);
        var steps = await runner.RunAsync("hosts");
        var list = steps[^1];
        Assert.That(list.ExitCode, Is.Zero, list.Log);
        Assert.That(list.Read.Annotations, Is.Empty);
        return [.. JArray.Parse(list.Outputs["hosts"]).Values<string>()!];
    }

    /// <summary>Whether a device is there that this user may not write to.</summary>
    private static bool IsClosed(string device)
    {
        try
        {
            using var opened = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return false;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return File.Exists(device);
        }
    }

    private static async Task<(StepResult Test, StepResult Teardown, string Runs)> TestAsync(Workplace workplace, string host, int index)
    {
        using var runner = new LocalRunner(workplace, Inputs);
        var steps = await runner.RunAsync("test", Job(host, index));

        Assert.That(steps.Select(step => step.Name),
            Is.EqualTo(new[]
            {
                "Look for VmTest", "Find the program", "Open KVM to this user", "Test", "Put away what a killed run left",
            }));
        Assert.That(steps[1].Outputs["source"], Is.EqualTo("true"), "there is no release");
        Assert.That(runner.Administration, IsClosed(Kvm) ? Does.Contain(Kvm).Or.Contain("kvm4all") : Is.Empty,
            "opened only where it is closed");
        Assert.That(steps[4].ExitCode, Is.Zero);
        var kept = Path.Combine(workplace.Output, host);
        Directory.CreateDirectory(workplace.Output);
        Directory.Move(runner.Runs, kept);
        return (steps[3], steps[4], kept);
    }

    private static async Task<StepResult> SumAsync(Workplace workplace, string tested, string listed = "success")
    {
        using var runner = new LocalRunner(workplace, Inputs);
        var needs = new JObject
        {
            ["decide"] = new JObject { ["result"] = "success", ["outputs"] = new JObject { ["run"] = listed == "skipped" ? "false" : "true" } },
            ["hosts"] = new JObject { ["result"] = listed },
            ["test"] = new JObject { ["result"] = tested },
        };
        return (await runner.RunAsync("result", new JObject { ["needs"] = needs })).Single();
    }

    private static void Publish(Workplace workplace, string runs, string artifact)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workplace.Flake, "reports")).FullName;
        File.Delete(Path.Combine(runs, "latest"));
        Directory.Move(runs, Path.Combine(folder, artifact));
    }

    private static JObject Job(string host, int index) => new()
    {
        ["matrix"] = new JObject { ["host"] = host },
        ["strategy"] = new JObject { ["job-index"] = index.ToString() },
    };

    private static async Task CancelAsync(LocalRunner runner, Process process, bool frozen)
    {
        var events = Path.Combine(runner.Runs, "latest", "events.jsonl");
        while (!File.Exists(events) || !File.ReadAllText(events).Contains("\"phase\":\"boot\"", StringComparison.Ordinal))
        {
            Assert.That(process.HasExited, Is.False, "the run was cancelled too late");
            await Task.Delay(20);
        }

        if (frozen)
        {
            // As one that does not answer: both signals wait, and the last one ends it.
            _ = Signal(process.Id, Stop);
        }

        foreach (var (signal, patience) in new[] { (Host.Interrupt, AfterInterrupt), (Host.Terminate, AfterTerminate), (Host.Kill,
            TimeSpan.Zero) })
        {
            _ = Signal(process.Id, signal);
            var waited = Stopwatch.StartNew();
            while (!process.HasExited && waited.Elapsed < patience)
            {
                await Task.Delay(20);
            }

            if (process.HasExited)
            {
                return;
            }
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
