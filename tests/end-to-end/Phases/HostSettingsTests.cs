using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>What a host says of its own test, and what the command line says instead.</summary>
public sealed class HostSettingsTests
{
    private const string Troubled = """
        { lib, ... }: {
          networking.hostName = "troubled";
          systemd.services.acme-example = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.Type = "oneshot";
            script = "echo no certificate today >&2; exit 3";
          };
          systemd.services.well = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.ExecStart = "/bin/sleep infinity";
          };
          @MORE@
        }
        """;

    private const string Dependent = """
        systemd.services.site = {
          wantedBy = [ "multi-user.target" ];
          requires = [ "acme-example.service" ];
          after = [ "acme-example.service" ];
          serviceConfig.ExecStart = "/bin/sleep infinity";
        };
        """;

    [Test]
    public async Task A_unit_that_the_flake_allows_to_fail_is_a_warning_and_the_host_passes()
    {
        using var workplace = With("""
            system.build.vmTest = { allowFailed = [ "acme-*.service" "well.service" "smartd.service" ]; requireUnits = [ "well.service" ]; };
            """);

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(0, "success", null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Named(report, "warnings"), Is.EqualTo(new[]
            {
                "runtime.unit-failed acme-example.service", "runtime.allowed-healthy well.service", "runtime.allowed-unknown smartd.service",
            }));
            var allowed = report["warnings"]!.First!;
            Assert.That(allowed.Value<bool>("allowed"), Is.True);
            Assert.That(allowed.Value<string>("message"), Does.Contain("exit status 3"));
            Assert.That(allowed["excerpt"]!.Values<string>(), Has.Some.Contain("no certificate today"));
            var boot = report["hosts"]!.Single()["boot"]!;
            Assert.That(boot.Value<string>("systemState"), Is.EqualTo("degraded"));
            Assert.That(boot["units"]!["allowed"]!.Values<string>(), Is.EqualTo(new[] { "acme-example.service" }));
            Assert.That(result.Output, Does.Contain("settings of the flake: allowFailed = "));
            Assert.That(result.Output, Does.Contain("only units that may fail have failed: acme-example.service"));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.md")), Does.Contain("This unit is allowed to fail."));
        }
    }

    [Test]
    public async Task The_command_line_overrules_the_flake_and_what_depends_on_an_allowed_unit_stays_a_failure_as_its_consequence()
    {
        using var workplace = With($$"""
            {{Dependent}}
            system.build.vmTest = { allowFailed = [ "well.service" ]; requireUnits = [ "absent.service" ]; memory = 300; };
            """);

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--allow-failed=acme-*.service", "--require-unit=well.service");

        var report = result.Expect(60, "failure", "runtime");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Named(report, "failures"), Is.EqualTo(new[] { "runtime.dependency-failed site.service" }));
            Assert.That(Named(report, "warnings"), Is.EqualTo(new[] { "runtime.unit-failed acme-example.service" }));
            Assert.That(report["failures"]!.First!.Value<string>("causedBy"),
                Is.EqualTo(report["warnings"]!.First!.Value<string>("fingerprint")));
        }
    }

    [Test]
    public async Task The_module_and_the_variants_of_the_vm_say_the_same()
    {
        using var workplace = With("""
            imports = [ ./vm-test.nix ];
            vmTest.requireUnits = [ "absent.service" ];
            virtualisation.vmVariant = {
              vmTest = { allowFailed = [ "acme-*.service" ]; cores = 1; requireUnits = lib.mkForce [ "only-in-vm.service" ]; };
              systemd.services.only-in-vm = {
                wantedBy = [ "multi-user.target" ];
                serviceConfig.ExecStart = "/bin/sleep infinity";
              };
            };
            """);
        File.Copy(Path.Combine(Repository.Folder, "nix", "vm-test.nix"), Path.Combine(workplace.Flake, "vm-test.nix"));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(0, "success", null);
        Assert.That(Named(report, "warnings"), Is.EqualTo(new[] { "runtime.unit-failed acme-example.service" }));
    }

    [Test]
    public async Task A_setting_that_does_not_exist_or_does_not_fit_is_named_with_its_line()
    {
        using var workplace = new Workplace().WithHosts(("wrong", """
            {
              networking.hostName = "wrong";
              system.build.vmTest = {
                memroy = 2048;
                bootTimeout = "long";
              };
            }
            """));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--target=FlakeCheck");

        var report = result.Expect(20, "failure", "evaluate");
        var failures = report["failures"]!.ToDictionary(failure => failure["subject"]!.Value<string>("name")!);
        using (Assert.EnterMultipleScope())
        {
            var unknown = failures["system.build.vmTest.memroy"];
            Assert.That(unknown.Value<string>("code"), Is.EqualTo("evaluation.data"));
            Assert.That(unknown.Value<string>("message"), Does.Contain("Did you mean memory? Allowed: allowFailed"));
            Assert.That(unknown["location"]!.Value<string>("file"), Is.EqualTo("wrong.nix"));
            Assert.That(unknown["location"]!.Value<int>("line"), Is.EqualTo(4));
            Assert.That(failures["system.build.vmTest.bootTimeout"].Value<string>("message"),
                Does.Contain("takes a whole number of seconds from 5 to 3600, but got string: \"long\""));
            Assert.That(failures["system.build.vmTest.bootTimeout"]["location"]!.Value<int>("line"), Is.EqualTo(5));
        }
    }

    [Test]
    public async Task What_needs_a_network_is_named_before_the_VM_lacks_it()
    {
        // The reference guest has no modules for these: the host declares the options of NixOS that it sets.
        using var workplace = new Workplace().WithHosts(("online", """
            { lib, ... }: {
              options =
                let any = lib.mkOption { type = lib.types.raw; };
                in {
                  security.acme.certs = any;
                  networking.wg-quick.interfaces = any;
                  services = { ddclient = any; inadyn = any; github-runners = any; };
                };
              config = {
                networking = { hostName = "online"; wg-quick.interfaces.wg0 = { }; };
                security.acme.certs = { "a.example" = { }; "b.example" = { }; "c.example" = { }; "d.example" = { }; };
                services = { ddclient.enable = true; inadyn.enable = false; github-runners.ci.enable = true; };
              };
            }
            """));

        var cutOff = await Host.RunAsync(workplace, "--target=FlakeCheck");
        var online = await Host.RunAsync(workplace, "--target=FlakeCheck", "--network=user");

        cutOff.Expect(0, "success", failedPhase: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cutOff.Output, Does.Contain("the host needs one for certificates by ACME (a.example, b.example, c.example and 1 more), "
                + "WireGuard (wg0), dynamic DNS (ddclient), runners of CI (ci): what depends on it may fail. --network=user gives"));
            Assert.That(online.Output, Does.Not.Contain("the host needs one"));
        }
    }

    [Test]
    public async Task Evaluating_and_building_one_host_of_a_flake_needs_no_VM()
    {
        using var workplace = new Workplace().WithHosts(("web", Modules.Healthy), ("other", "{ no.such.option = 1; }"));

        // The default, KVM, which need not work here.
        var result = await Host.RunAsync(workplace, "--target=BuildVm", "--flake=.#nixosConfigurations.web");

        var report = result.Expect(0, "success", null);
        Assert.That(report["hosts"]!.Select(host => host.Value<string>("name")), Is.EqualTo(new[] { "web" }));
        Assert.That(report["run"]!["machine"]!["accelerator"], Is.Null);
        Assert.That(result.Output, Does.Contain("accelerator none: --target=BuildVm starts no VM"));
    }

    private static Workplace With(string more) =>
        new Workplace().WithHosts(("troubled", Troubled.Replace("@MORE@", more, StringComparison.Ordinal)));

    private static IEnumerable<string> Named(JObject report, string list) =>
        report[list]!.Select(entry => $"{entry.Value<string>("code")} {entry["subject"]!.Value<string>("name")}");
}
