using Newtonsoft.Json.Linq;

namespace VmTest.FaultTests;

/// <summary>A machine, or the way the program is started on it, that keeps a run from its work.</summary>
public sealed class UnhelpfulMachineTests
{
    private const string Stranger = "54321";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_repository_of_another_user_is_a_failure_of_the_environment_with_the_way_out(bool hasCommit)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("needs root, who can give files to another user");
        }

        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        Git(workplace, "init", "--quiet");
        Git(workplace, "add", ".");
        if (hasCommit)
        {
            Git(workplace, "-c", "user.name=someone", "-c", "user.email=someone@example.org", "commit", "--quiet", "--message=all");
        }

        Shell.Run("chown", "-R", Stranger, workplace.Flake);

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.repository-owner"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo(workplace.Flake));
        Assert.That(failure.Value<string>("hint"), Does.Contain($"git config --global --add safe.directory {workplace.Flake}"));
    }

    [Test]
    public async Task A_Nix_daemon_that_does_not_answer_is_a_failure_of_the_environment()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["NIX_REMOTE"] = "unix:///nowhere/socket" }, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.nix-store"));
        Assert.That(failure.Value<string>("message"), Does.StartWith("No Nix daemon answers at '/nowhere/socket'"));
    }

    [TestCase("exec \"$@\" >&-", TestName = "standard output is closed")]
    [TestCase("exec \"$@\" >/dev/full", TestName = "standard output is full")]
    [TestCase("\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", TestName = "nobody reads standard output any more")]
    [TestCase("exec \"$@\" 2>&-", TestName = "standard error is closed")]
    [TestCase("exec \"$@\" 2>/dev/full", TestName = "standard error is full")]
    [TestCase("exec \"$@\" <&- >&- 2>&-", TestName = "every stream is closed")]
    public async Task A_run_goes_on_without_anybody_who_listens(string start)
    {
        using var workplace = new Workplace { Through = ["bash", "-c", start, "bash"] }.WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", "--verbosity=verbose");

        result.Expect(0, "success", failedPhase: null);
        Assert.That(result.Output + result.Error, Does.Not.Contain("xception").And.Not.Contain("   at "));
        Assert.DoesNotThrow(
            () => _ = File.ReadLines(Path.Combine(workplace.LatestRun, "events.jsonl")).Select(JObject.Parse).ToList(),
            "no line of the console is in a file of the run");
    }

    [TestCase("--help", ">/dev/full", 0)]
    [TestCase("--version", ">&-", 0)]
    [TestCase("--target=Nonsense", "2>/dev/full", 2)]
    [TestCase("--target=Nonsense", "2>&-", 2)]
    public async Task An_answer_that_nobody_hears_changes_no_exit_code(string argument, string stream, int exitCode)
    {
        using var workplace = new Workplace { Through = ["bash", "-c", $"exec \"$@\" {stream}", "bash"] };

        var result = await Host.RunAsync(workplace, argument);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode));
        Assert.That(result.Output + result.Error, Does.Not.Contain("xception"));
    }

    [Test]
    public async Task An_output_folder_that_cannot_be_one_is_refused_before_anything_starts()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        await File.WriteAllTextAsync(workplace.Output, "x");

        var result = await Host.RunAsync(workplace);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith($"--output={workplace.Output} cannot be used: '{workplace.Output}' is a file"));
        Assert.That(result.Output, Is.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(workplace.Temporary), Is.Empty);
    }

    [Test]
    public async Task An_output_folder_that_cannot_be_written_to_is_refused_before_anything_starts()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var small = SmallFileSystem.Mount(workplace.Output, "ro");

        var result = await Host.RunAsync(workplace);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain($"nothing can be written to '{workplace.Output}' (Read-only file system)"));
        Assert.That(Directory.EnumerateFileSystemEntries(workplace.Temporary), Is.Empty);
    }

    [Test]
    public async Task Too_few_open_files_are_named_before_anything_starts()
    {
        const int limit = 200;
        using var workplace = new Workplace { Through = ["prlimit", $"--nofile={limit}:{limit}"] }.WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", "--jobs=1");

        var failure = result.Expect(10, "failure", "preflight")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.file-descriptors"));
        Assert.That(failure.Value<string>("message"), Does.StartWith($"Only {limit} files can be open at once, but 256 are needed"));
        Assert.That(failure.Value<string>("hint"), Does.Contain("ulimit -n 256"));
    }

    [Test]
    public async Task Too_few_open_files_even_for_a_report_are_named()
    {
        using var workplace = new Workplace { Through = ["prlimit", "--nofile=64:64"] }.WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        Assert.That(result.ExitCode, Is.EqualTo(10));
        Assert.That(result.Error, Does.StartWith("environment.file-descriptors: Only 64 files can be open at once, but 256 are needed"));
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task A_Nix_that_the_kernel_kills_is_named_as_that_with_its_size()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, FakePrograms.Nix(workplace, "memory"), "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.memory"));
        Assert.That(failure.Value<string>("message"), Does.Match(@"^Nix was killed by SIGKILL when it had [0-9.]+ MiB of memory, as "));
    }

    [Test]
    public async Task An_evaluation_that_eats_all_memory_is_named_as_that_with_its_size()
    {
        const string hungry = "builtins.deepSeq (builtins.genList (n: builtins.genList (m: n + m) 1000) 1000000)";
        using var workplace = new Workplace()
            .WithFlake($"{{ outputs = {{ self }}: {{ nixosConfigurations = {hungry} {{ }}; }}; }}");

        var result = await Host.RunAsync(workplace, FakePrograms.Nix(workplace, "small"), "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.memory"));
        Assert.That(failure.Value<string>("message"), Does.Match(@"^Nix ran out of memory when it had [0-9]+\.[0-9] MiB of memory\.$"));
    }

    private static void Git(Workplace workplace, params string[] arguments) => Shell.Run("git", ["-C", workplace.Flake, .. arguments]);
}
