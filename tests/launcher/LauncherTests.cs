namespace VmTest.Launcher.Tests;

/// <summary>build.sh, over one repository that the tests build as seldom as they can.</summary>
[NonParallelizable]
public sealed class LauncherTests
{
    private Repository _repository = null!;
    private Outcome _coldStart = null!;
    private IReadOnlyList<string> _callsOfColdStart = null!;

    [OneTimeSetUp]
    public void Start_it_once_without_a_build()
    {
        _repository = new Repository();
        _coldStart = _repository.Run("cold", "--exit=3");
        _callsOfColdStart = _repository.DotnetCalls;
        Assert.That(_coldStart.ExitCode, Is.EqualTo(3), $"all tests need this first build:\n{_coldStart.Errors}");
    }

    [OneTimeTearDown]
    public void Clean_up() => _repository.Dispose();

    [SetUp]
    public void Forget_what_earlier_tests_called()
    {
        _repository.ChangeSource("the first state");
        _repository.ForgetDotnetCalls();
    }

    [Test]
    public void A_cold_start_builds_says_so_and_runs_the_host()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_coldStart.ExitCode, Is.EqualTo(3));
            Assert.That(_coldStart["arg"], Is.EqualTo(new[] { "cold", "--exit=3" }));
            Assert.That(_coldStart.Output, Does.StartWith("source="), "nothing but the host writes to the standard output");
            Assert.That(_coldStart.Errors, Does.Match(
                @"\Abuild\.sh: building .*\n"
                + @"build\.sh:   restoring the packages\nbuild\.sh:   compiling\n"
                + @"build\.sh: built in \d+ s \(restore \d+ s, compile \d+ s\) "
                + @"with Cake\.Frosting's API over Cake\.Tool 7\.0\.0 \(VMTEST_CAKE_FROSTING\)\n\z"));
            Assert.That(_callsOfColdStart.Select(call => call.Split(' ')[0]), Is.EqualTo(new[] { "--list-sdks", "restore", "publish" }));
            Assert.That(_callsOfColdStart[1], Does.Contain("--locked-mode"));
        });
    }

    [Test]
    public void A_warm_start_says_nothing_and_calls_no_dotnet()
    {
        var warm = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(warm.ExitCode, Is.Zero);
            Assert.That(warm.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Is.Empty);
        });
    }

    [TestCase("--help")]
    [TestCase("--target=Demo", "-h")]
    [TestCase("-?")]
    public void Help_is_there_before_anything_is_built(params string[] arguments)
    {
        _repository.ChangeSource("a state that is never built");
        const string text = "usage: as the host says it\n";
        Directory.CreateDirectory(Path.GetDirectoryName(_repository.Help)!);
        File.WriteAllText(_repository.Help, text);

        var outcome = _repository.Run(arguments);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Output, Is.EqualTo(text));
            Assert.That(outcome.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Is.Empty);
        });
    }

    [Test]
    public void Arguments_and_working_directory_reach_the_host_unchanged()
    {
        string[] arguments = ["--flake=.", "a b", "", "$(touch x)", "*", "it's", "\"q\"", "back\\slash", "--", "é;&|<>"];

        var outcome = _repository.Run(arguments);

        Assert.Multiple(() =>
        {
            Assert.That(outcome["arg"], Is.EqualTo(arguments));
            Assert.That(outcome["cwd"], Is.EqualTo(new[] { _repository.Elsewhere }));
        });
    }

    [Test]
    public void The_host_takes_the_place_of_the_script()
    {
        var outcome = _repository.Run("--exit=42");

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(42));
            Assert.That(outcome["pid"], Is.EqualTo(new[] { $"{outcome.ProcessId}" }));
        });
    }

    [Test]
    public void A_signal_reaches_the_host()
    {
        using var launch = _repository.Start("--wait");
        launch.WaitFor("ready");

        launch.Terminate();
        var outcome = launch.Wait();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(143));
            Assert.That(outcome.Output, Does.EndWith("terminated\n"));
        });
    }

    [Test]
    public void It_can_be_called_through_links_and_from_its_own_folder()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_repository.Elsewhere, "bin")).FullName;
        var absolute = Path.Combine(bin, "vm test");
        var relative = Path.Combine(bin, "again");
        File.CreateSymbolicLink(absolute, _repository.Script);
        File.CreateSymbolicLink(relative, "vm test");

        Assert.Multiple(() =>
        {
            foreach (var (script, directory) in new[] { (relative, bin), (absolute, "/"), (_repository.Script, _repository.Root) })
            {
                using var launch = _repository.Start(script, directory);
                var outcome = launch.Wait();
                Assert.That(outcome.Errors, Is.Empty);
                Assert.That(outcome["cwd"], Is.EqualTo(new[] { directory }));
            }

            using var bash = _repository.Start(Path.Combine(_repository.Tools, "bash"), _repository.Root, "build.sh", "by name");
            Assert.That(bash.Wait()["arg"], Is.EqualTo(new[] { "by name" }));
        });
    }

    [Test]
    public void Two_cold_starts_at_once_build_once_and_the_other_waits_and_says_so()
    {
        _repository.ChangeSource("for two at once");

        using var one = _repository.Start();
        using var two = _repository.Start();
        Outcome[] outcomes = [one.Wait(), two.Wait()];

        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Select(outcome => outcome["source"].Single()), Is.All.EqualTo("for two at once"));
            Assert.That(_repository.DotnetCalls.Count(call => call.StartsWith("publish", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(outcomes.Count(outcome => outcome.Errors.Contains("built in", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(outcomes.Count(outcome => outcome.Errors == "build.sh: another build of VmTest is running; waiting for it\n"),
                Is.EqualTo(1));
        });
    }

    [Test]
    public void A_build_that_is_ended_by_a_signal_leaves_nothing_and_the_next_start_builds_anew()
    {
        _repository.ChangeSource("after a signal");
        using var killed = _repository.Start();
        killed.WaitFor("compiling");
        killed.Terminate();
        Assert.That(killed.Wait().ExitCode, Is.EqualTo(143));

        // Builds of long ago, one of which still runs.
        var old = Enumerable.Range(1, 4).Select(i => AddOldBuild($"{i}", DateTime.UtcNow.AddDays(-i))).ToList();
        using var running = _repository.Start(
            Path.Combine(_repository.Tools, "bash"), "/", "-c", "exec -a \"$0\" sleep 60", Path.Combine(old[^1], "vmtest"));

        var outcome = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome["source"], Is.EqualTo(new[] { "after a signal" }));
            Assert.That(Directory.Exists(old[^2]), Is.False, "old builds are removed");
            Assert.That(Directory.Exists(old[^1]), Is.True, "but none that runs");
            _repository.ChangeSource("the first state");
            _repository.ForgetDotnetCalls();
            Assert.That(_repository.Run()["source"], Is.EqualTo(new[] { "the first state" }));
            Assert.That(_repository.DotnetCalls, Is.Empty, "a state that was built before is not built again");
        });
    }

    [Test]
    public void An_error_in_the_sources_is_shown_and_the_log_is_named()
    {
        _repository.WriteSource("internal static class Source { public const int State = \"not a number\"; }");

        var outcome = _repository.Run();
        var log = outcome.Errors.Split('\n').Single(line => line.Contains("the whole log is ", StringComparison.Ordinal))
            .Split("the whole log is ")[^1];

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Output, Is.Empty);
            Assert.That(outcome.Errors, Does.Contain("error CS0029").And.Contain("Source.cs(1,"));
            Assert.That(File.ReadAllText(log), Does.Contain("error CS0029"));
        });
    }

    [Test]
    public void A_choice_that_there_is_not_is_an_error()
    {
        _repository.Set("VMTEST_CAKE_FROSTING", "both");
        try
        {
            var outcome = _repository.Run();

            Assert.Multiple(() =>
            {
                Assert.That(outcome.ExitCode, Is.EqualTo(1));
                Assert.That(outcome.Errors, Does.Contain("'both'").And.Contain("'package'").And.Contain("'layer'"));
            });
        }
        finally
        {
            _repository.Set("VMTEST_CAKE_FROSTING", "layer");
        }
    }

    private string AddOldBuild(string name, DateTime lastUse)
    {
        var build = Directory.CreateDirectory(Path.Combine(_repository.Store, name.PadLeft(64, '0'))).FullName;
        File.WriteAllText(Path.Combine(build, "used"), string.Empty);
        File.SetLastWriteTimeUtc(Path.Combine(build, "used"), lastUse);
        return build;
    }
}
