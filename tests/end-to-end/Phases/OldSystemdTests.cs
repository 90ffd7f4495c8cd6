using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>With the real systemd 252 of Debian 12, which takes no units by credentials.</summary>
public sealed class OldSystemdTests
{
    [Test]
    public async Task An_old_systemd_is_watched_by_a_probe_of_its_own_and_without_one_by_the_console()
    {
        using var workplace = new Workplace().WithFlake($$"""
            {
              inputs.guest.url = "path:{{Repository.Old}}";
              outputs = { guest, ... }:
                let
                  host = guest.lib.guestSystem {
                    modules = [ {{Modules.Lean}} {
                      systemd.services.exits = {
                        wantedBy = [ "multi-user.target" ];
                        serviceConfig.Type = "oneshot";
                        script = "echo last words of exits >&2; exit 3";
                      };
                    } ];
                  };
                in
                {
                  nixosConfigurations.extended = host;
                  nixosConfigurations.fixed = removeAttrs host [ "extendModules" ];
                };
            }
            """);

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--jobs=2");

        var report = result.Expect(60, "failure", "runtime");
        var failures = report["failures"]!.ToDictionary(failure => failure.Value<string>("host")!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report["hosts"]!.Select(host => host["system"]!.Value<string>("systemd")), Is.All.StartsWith("252"));
            Assert.That(failures["extended"]["subject"]!.Value<string>("name"), Is.EqualTo("exits.service"));
            Assert.That(failures["extended"].Value<string>("message"), Does.Contain("exit status 3"));
            Assert.That(failures["extended"]["excerpt"]!.Values<string>(), Has.Some.Contain("last words of exits"));
            Assert.That(failures["fixed"]["subject"]!.Value<string>("name"), Is.EqualTo("exits.service"));
            Assert.That(failures["fixed"].Value<string>("code"), Is.EqualTo("runtime.unit-failed"));
            Assert.That(report["warnings"]!.Select(warning => $"{warning.Value<string>("host")} {warning.Value<string>("code")}"),
                Is.EqualTo(new[] { "fixed tool.probe-lost" }));
        }
    }
}
