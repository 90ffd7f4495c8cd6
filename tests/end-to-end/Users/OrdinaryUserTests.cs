using System.Diagnostics;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Users;

/// <summary>What somebody sees who is not root and cannot become it.</summary>
public sealed class OrdinaryUserTests
{
    /// <summary>Nothing gets out of the sandbox, and no build without one takes its place.</summary>
    private static readonly Dictionary<string, string?> Sandboxed = new() { ["NIX_CONFIG"] = "sandbox = true\nsandbox-fallback = false" };

    [Test]
    public async Task The_demo_passes_from_nothing_inside_the_sandbox_in_a_store_of_ones_own()
    {
        using var user = new OrdinaryUser();
        user.Own(user.Nix);
        using var workplace = new Workplace().For(user);

        var result = await Host.RunAsync(workplace, Sandboxed, "--target=Demo", "--accel=tcg", "--install=disk");

        result.Expect(0, "success", failedPhase: null);
        Assert.That(user.Processes, Is.Empty);
    }

    [Test]
    public async Task A_daemon_that_does_not_trust_the_user_builds_the_demos_guest_inside_the_sandbox()
    {
        using var user = new OrdinaryUser { HasDaemon = true };
        using var workplace = new Workplace().WithHosts(user.Guest, ("healthy", Modules.Healthy)).For(user);

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["NIX_CONFIG"] = null }, "--target=Install", "--install=disk", "--accel=tcg");

        result.Expect(0, "success", failedPhase: null);
    }

    [Test]
    public async Task A_store_of_roots_without_a_daemon_is_a_failure_that_names_both_ways()
    {
        using var user = new OrdinaryUser();
        Directory.CreateDirectory(Path.Combine(user.Nix, "var", "nix"));
        using var workplace = new Workplace().WithHosts(user.Guest, ("healthy", Modules.Healthy)).For(user);

        var result = await Host.RunAsync(workplace, Sandboxed, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(10, "failure", "preflight")["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.nix-store"));
            Assert.That(failure.Value<string>("message"), Does.Contain(user.Name).And.Contain("/nix/var/nix").And.Contain("daemon"));
            Assert.That(failure.Value<string>("hint"), Does.Contain($"chown -R {user.Name} /nix").And.Contain("nix-daemon"));
        }
    }

    [Test]
    public async Task A_failing_host_is_told_as_for_root()
    {
        using var user = new OrdinaryUser();
        user.Own(user.Nix);
        using var workplace = new Workplace().WithLeanHosts(user.Guest, string.Empty, ("failing", Modules.FailingUnits)).For(user);

        var result = await Host.RunAsync(workplace, Sandboxed, "--accel=tcg");

        var failures = result.Expect(60, "failure", "runtime")["failures"]!;
        Assert.That(failures.Select(failure => failure["subject"]!.Value<string>("name")),
            Is.SupersetOf(new[] { "exits.service", "vanished.service" }));
        Assert.That(user.Processes, Is.Empty);
    }

    [Test]
    public async Task A_cancel_in_a_build_leaves_nothing_of_the_user_running()
    {
        using var user = new OrdinaryUser();
        user.Own(user.Nix);
        using var workplace = new Workplace().WithHosts(user.Guest, ("slow", Modules.SlowBuild)).For(user);
        using var host = Host.Start(workplace, Sandboxed, "--target=BuildVm", "--accel=tcg");
        await user.RunsAsync("sleep 600");

        var watch = Stopwatch.StartNew();
        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        result.Expect(143, "cancelled", failedPhase: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(5)));
            Assert.That(user.Processes, Is.Empty);
        }
    }
}
