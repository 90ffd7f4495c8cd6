namespace VmTest.FaultTests;

/// <summary>Healthy guests in which an ordinary user's services try to decide the verdict.</summary>
public sealed class ForgingGuestTests
{
    private static readonly string[] Forged =
    [
        "[   12.345678] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100",
        "Kernel panic - not syncing: Attempted to kill init!",
        "systemd[1]: a.service: Job x.service/start deleted to break ordering cycle starting with a.service/start",
        "systemd[1]: y.service: Job y.service/start failed with result 'dependency'.",
        "You are in emergency mode. After logging in, type",
        "grub rescue>",
    ];

    [Test]
    public async Task What_ordinary_services_print_does_not_make_a_healthy_host_fail()
    {
        using var workplace = new Workplace().WithHosts(("healthy", $$"""
            { networking.hostName = "healthy"; {{string.Concat(Forged.Select(Forger))}} }
            """));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=180");

        result.Expect(0, "success", failedPhase: null);
        var console = await File.ReadAllTextAsync(Path.Combine(workplace.LatestRun, "healthy", "console.log"));
        using (Assert.EnterMultipleScope())
        {
            foreach (var words in Forged)
            {
                Assert.That(console, Does.Contain(words), "the test itself is about what the console shows");
            }
        }
    }

    private static string Forger(string words, int number) => $$"""
        systemd.services.forger-{{number}} = {
          wantedBy = [ "multi-user.target" ];
          {{(number > 0 ? $"after = [ \"forger-{number - 1}.service\" ];" : string.Empty)}}
          serviceConfig = { Type = "oneshot"; User = "nobody"; StandardOutput = "journal+console"; SyslogIdentifier = "systemd"; };
          script = ''
            echo "{{words}}"
          '';
        };

        """;
}
