using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>
/// The program of a release, as the action and the workflow take it: a folder behind a real HTTP server stands for GitHub, with
/// a Git repository that has tags. What is released there is a script that starts the host under test.
/// </summary>
public sealed class ReleasedProgramTests
{
    private static readonly JObject Inputs = new()
    {
        ["flake"] = ".",
        ["host"] = "typo",
        ["install"] = "direct",
        ["accel"] = "tcg",
        ["boot-timeout"] = "120",
        ["artifact"] = "vmtest",
        ["artifacts"] = "vmtest",
    };

    [Test]
    public async Task The_release_of_their_own_commit_is_run_without_an_SDK()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{\n  networking.hostName = typoo;\n}\n"));
        using var server = new ReleaseServer(workplace);
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var action = await runner.RunActionAsync();
        using var second = new LocalRunner(workplace, Inputs) { Server = server.Address };
        var workflow = await second.RunAsync("hosts");

        foreach (var (steps, name, exitCode) in new[] { (action, "Test", 20), (workflow, "List the hosts", 0) })
        {
            var found = steps.Single(step => step.Name == "Find the program");
            Assert.That(found.Log, Does.Contain($"{ReleaseServer.Program} of release v1.10.0, its checksum compared"));
            Assert.That(found.Outputs["source"], Is.EqualTo("false"));
            Assert.That(steps.Single(step => step.Name == name).ExitCode, Is.EqualTo(exitCode));
            Assert.That(steps.Single(step => step.Name == name).Log, Does.Contain("started by the release"));
        }
    }

    [Test]
    public async Task A_program_whose_checksum_does_not_fit_is_not_run()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ }\n"));
        using var server = new ReleaseServer(workplace);
        server.Corrupt();
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var steps = await runner.RunActionAsync();

        Assert.That(steps.Select(step => step.Name), Is.EqualTo(new[] { "Open KVM to this user, look for Nix", "Find the program" }));
        Assert.That(steps[1].ExitCode, Is.EqualTo(1));
        Assert.That(steps[1].Read.Annotations.Single().Message, Does.Contain("does not fit; nothing of it was run"));
        Assert.That(Directory.GetFiles(Path.Combine(runner.Temporary, "vmtest-program")), Has.None.EndsWith(ReleaseServer.Program));
    }

    [Test]
    public async Task Without_a_program_in_the_release_it_is_built_from_source()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ }\n"));
        using var server = new ReleaseServer(workplace);
        server.Remove();
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var found = (await runner.RunAsync("hosts")).Single(step => step.Name == "Find the program");

        Assert.That(found.Log, Does.Contain($"release v1.10.0 of somebody/VmTest has no {ReleaseServer.Program}; it is built from source"));
        Assert.That(found.Outputs["path"], Is.EqualTo(Path.Combine(Repository.Folder, "build.sh")));
    }
}
