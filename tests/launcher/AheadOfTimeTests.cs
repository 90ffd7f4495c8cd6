using System.Diagnostics;

namespace VmTest.Launcher.Tests;

/// <summary>What makes later starts faster, and keeps the first one from waiting for it.</summary>
[NonParallelizable]
public sealed class AheadOfTimeTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    private Repository _repository = null!;

    [SetUp]
    public void Make_a_repository()
    {
        _repository = new Repository();
        _repository.Set("VMTEST_AHEAD_OF_TIME", string.Empty);
    }

    [TearDown]
    public void Clean_up() => _repository.Dispose();

    [Test]
    public void The_program_runs_already_while_it_is_compiled_and_once_is_enough()
    {
        _repository.AddCompilerToFeed();

        using var running = _repository.Start("--wait");
        running.WaitFor("ready");
        WaitForTheEnd();
        running.Terminate();
        var outcome = running.Wait();
        _repository.ForgetDotnetCalls();
        var again = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(143));
            Assert.That(_repository.Compiled, Is.EqualTo(new[] { "vmtest.dll" }));
            Assert.That(again.ExitCode, Is.Zero);
            Assert.That(again.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Is.Empty);
        });
    }

    [Test]
    public void What_was_killed_in_the_middle_is_taken_up_by_the_next_start()
    {
        _repository.AddCompilerToFeed();
        _repository.Set("VMTEST_AHEAD_OF_TIME", "never");
        _repository.Run();
        var compiling = Directory.CreateDirectory(Path.Combine(Build(), "compiling")).FullName;
        using (var dead = Process.Start("true"))
        {
            dead.WaitForExit();
            File.WriteAllText(Path.Combine(compiling, "pid"), $"{dead.Id}\n");
        }

        _repository.Set("VMTEST_AHEAD_OF_TIME", string.Empty);
        var outcome = _repository.Run();
        WaitForTheEnd();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Errors, Is.Empty);
            Assert.That(_repository.Compiled, Is.EqualTo(new[] { "vmtest.dll" }));
        });
    }

    [Test]
    public void A_compiler_that_does_not_work_is_told_once_and_the_program_stays_as_it_is()
    {
        _repository.AddCompilerToFeed(works: false);
        _repository.Run();
        WaitForTheEnd();

        Outcome[] later = [_repository.Run(), _repository.Run()];

        Assert.Multiple(() =>
        {
            Assert.That(later.Select(outcome => outcome.ExitCode), Is.All.Zero);
            Assert.That(later[0].Errors, Does.Match(
                @"\Abuild\.sh: warning: the ahead-of-time compiler does not work here \(.*\.log\); each start takes longer without it\n\z"));
            Assert.That(later[1].Errors, Is.Empty);
        });
    }

    [Test]
    public void When_it_is_done_can_be_chosen_and_nothing_else_can()
    {
        _repository.AddCompilerToFeed();
        _repository.Set("VMTEST_AHEAD_OF_TIME", "now");
        var now = _repository.Run();
        var compiled = _repository.Compiled;
        _repository.Set("VMTEST_AHEAD_OF_TIME", "tomorrow");
        var other = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(now.ExitCode, Is.Zero);
            Assert.That(now.Errors, Does.EndWith("build.sh: compiling it ahead of time\n"));
            Assert.That(compiled, Is.EqualTo(new[] { "vmtest.dll" }));
            Assert.That(other.ExitCode, Is.EqualTo(1));
            Assert.That(other.Errors, Does.Contain("'tomorrow'").And.Contain("'now'").And.Contain("'never'"));
        });
    }

    private string Build() => Path.GetDirectoryName(Directory.GetFiles(_repository.Store, "used", SearchOption.AllDirectories).Single())!;

    private void WaitForTheEnd()
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(Build(), "ahead-of-time")) || Directory.Exists(Path.Combine(Build(), "compiling")))
        {
            Assert.That(clock.Elapsed, Is.LessThan(_patience), "it was never over");
            Thread.Sleep(20);
        }
    }
}
