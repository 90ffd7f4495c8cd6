namespace VmTest.FaultTests;

/// <summary>Healthy guests in which an ordinary user's service tries to decide the verdict.</summary>
public sealed class ForgingGuestTests
{
    [TestCase("[   12.345678] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100")]
    [TestCase("Kernel panic - not syncing: Attempted to kill init!")]
    [TestCase("systemd[1]: a.service: Job x.service/start deleted to break ordering cycle starting with a.service/start")]
    [TestCase("systemd[1]: y.service: Job y.service/start failed with result 'dependency'.")]
    [TestCase("You are in emergency mode. After logging in, type")]
    [TestCase("grub rescue>")]
    public async Task What_an_ordinary_service_prints_does_not_make_a_healthy_host_fail(string words)
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.WithService("forger", $"""
            serviceConfig.Type = "oneshot";
            serviceConfig.User = "nobody";
            serviceConfig.StandardOutput = "journal+console";
            serviceConfig.SyslogIdentifier = "systemd";
            script = ''
              echo "{words}"
            '';
            """)));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=180");

        result.Expect(0, "success", failedPhase: null);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(workplace.LatestRun, "healthy", "console.log")), Does.Contain(words),
            "the test itself is about what the console shows");
    }
}
