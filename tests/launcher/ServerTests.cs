namespace VmTest.Launcher.Tests;

/// <summary>mcp/start.sh, which builds and starts the server for agents as build.sh does the host.</summary>
[NonParallelizable]
public sealed class ServerTests
{
    private Repository _repository = null!;

    [SetUp]
    public void Make_a_repository() => _repository = new Repository();

    [TearDown]
    public void Clean_up() => _repository.Dispose();

    [Test]
    public void It_is_built_once_per_state_of_its_sources_and_its_standard_output_is_its_own()
    {
        var cold = _repository.RunServer("a b", "--exit=3");
        _repository.ForgetDotnetCalls();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_repository.Root, "build")))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        }

        var warm = _repository.RunServer("--help");

        Assert.Multiple(() =>
        {
            Assert.That(cold.ExitCode, Is.EqualTo(3));
            Assert.That(cold.Output, Does.StartWith("source="));
            Assert.That(cold["arg"], Is.EqualTo(new[] { "a b", "--exit=3" }));
            Assert.That(cold["cwd"], Is.EqualTo(new[] { _repository.Elsewhere }));
            Assert.That(cold["pid"], Is.EqualTo(new[] { $"{cold.ProcessId}" }));
            Assert.That(cold.Errors, Does.Match(@"\Amcp/start\.sh: building (.*\n)+mcp/start\.sh: built in \d+ s .*\n\z"));
            Assert.That(warm["arg"], Is.EqualTo(new[] { "--help" }), "help is the server's, too");
            Assert.That(warm.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Is.Empty, "a newer file that says the same is no change");
        });
    }

    [Test]
    public void An_error_in_the_sources_is_shown_on_standard_error_alone()
    {
        _repository.WriteSource("internal static class Source { public const int State = \"not a number\"; }");

        var outcome = _repository.RunServer();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Output, Is.Empty);
            Assert.That(outcome.Errors, Does.Contain("error CS0029").And.Contain("mcp/start.sh: the build failed; the whole log is "));
        });
    }
}
