using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>What the template's copilot-setup-steps.yml does, run here on the reference guest.</summary>
public sealed class AgentSetupTests
{
    [Test]
    public async Task The_agent_finds_a_verdict_on_Kvm_and_all_that_its_hosts_are_made_of()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        AsCheckout(workplace.Flake);
        using var runner = new LocalRunner(workplace, []);

        var steps = await runner.RunAgentSetupAsync();

        var check = steps.Single(step => step.Name.Contains("whether KVM works", StringComparison.Ordinal));
        var verdict = File.ReadAllLines(Path.Combine(workplace.Flake, "artifacts", "kvm.txt"));
        Assert.That(steps.Select(step => step.ExitCode), Has.All.Zero, "a step that fails would keep the agent from the others");
        Assert.That(verdict[0],
            check.Outputs["status"] == "success"
                ? Is.EqualTo("KVM works on this machine.")
                : Does.Match(@"KVM does not work on this machine \(CheckKvm ended with exit code 10\); add --accel=tcg"));
        Assert.That(verdict[^1], Is.EqualTo("Every input and every closure of the flake is here."));
        Assert.That(runner.Administration, Does.Contain("/usr/local/bin/vmtest"), "the agent calls it by its name");
        Assert.That(Shell.Run("git", "-C", workplace.Flake, "status", "--porcelain"), Does.Not.Contain("artifacts"));
        Assert.That(steps[^1].Summary, Does.Contain("cache.nixos.org\n"));
        var report = JObject.Parse(File.ReadAllText(Path.Combine(workplace.Flake, "artifacts", "setup", "latest", "report.json")));
        Assert.That(
            report["phases"]!.Single(phase => phase.Value<string>("name") == "build").Value<string>("status"), Is.EqualTo("passed"));
    }

    [Test]
    public async Task A_flake_that_cannot_be_built_does_not_keep_the_agent_from_its_machine()
    {
        using var workplace = new Workplace().WithHosts(("broken", Modules.FailingBuild));
        AsCheckout(workplace.Flake);
        using var runner = new LocalRunner(workplace, []);

        var steps = await runner.RunAgentSetupAsync();

        Assert.That(steps.Select(step => step.ExitCode), Has.All.Zero);
        Assert.That(File.ReadAllLines(Path.Combine(workplace.Flake, "artifacts", "kvm.txt"))[^1],
            Does.StartWith("Not all of the flake could be fetched and built"));
    }

    /// <summary>What actions/checkout leaves is a Git repository: results of a run are no part of the flake.</summary>
    private static void AsCheckout(string folder)
    {
        Shell.Run("git", "-C", folder, "init", "--quiet");
        Shell.Run("git", "-C", folder, "add", "--all");
    }
}
