using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class BootFailureTests
{
    [Test]
    public async Task At_the_deadline_the_report_lists_what_started_what_is_pending_and_what_it_waits_for()
    {
        using var workplace = new Workplace().WithHosts(("hanging", Modules.Hanging));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=30");

        var report = result.Expect(50, "failure", "boot");
        var failure = report["failures"]!.Single();
        var units = report["hosts"]!.Single()["boot"]!["units"]!;
        var pending = units["pending"]!.ToDictionary(unit => unit.Value<string>("unit")!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.timeout"));
            Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("stuck.service"));
            Assert.That(failure["excerpt"]!.Values<string>(), Has.Some.Contain("waiting for something that never comes"));
            Assert.That(pending["stuck.service"].Value<string>("job"), Is.EqualTo("running"));
            Assert.That(pending["stuck.service"].Value<int>("sinceMs"), Is.GreaterThan(1000));
            Assert.That(pending["behind9.service"].Value<string>("waitsFor"), Is.EqualTo("stuck.service"));
            Assert.That(failure.Value<string>("message"), Does.Contain("11 other units wait for it"));
            Assert.That(pending["multi-user.target"].Value<string>("waitsFor"), Is.EqualTo("stuck.service"));
            Assert.That(units["started"]!.Values<string>(), Does.Contain("sysinit.target"));
            Assert.That(units["failed"], Is.Empty);
            Assert.That(report["hosts"]!.Single()["boot"]!.Value<int>("endedAfterMs"), Is.InRange(30_000, 31_000));
        }
    }

    [Test]
    public async Task At_the_deadline_many_failures_of_one_cause_come_first_as_one_group()
    {
        using var workplace = new Workplace().WithHosts(
            ("many", """
                { lib, ... }:
                let
                  unit = settings: {
                    wantedBy = [ "multi-user.target" ];
                    before = [ "multi-user.target" ];
                    serviceConfig = { Type = "oneshot"; } // settings;
                  };
                  shop = number: lib.nameValuePair "shop${toString number}"
                    (unit { ExecStart = "/opt/shop/bin/serve ${toString number}"; });
                in {
                  networking.hostName = "many";
                  systemd.services = {
                    stuck = unit { ExecStart = "/bin/sleep infinity"; TimeoutStartSec = "infinity"; };
                  } // lib.listToAttrs (map shop (builtins.genList (number: number) 19));
                }
                """));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--install=direct", "--boot-timeout=90");

        var report = result.Expect(50, "failure", "boot");
        var many = report["failures"]!.ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(many, Has.Count.EqualTo(21));
            Assert.That(many[0].Value<string>("message"), Does.StartWith("19 units of many failed for one cause: serve is missing ("));
            Assert.That(many[1].Value<string>("code"), Is.EqualTo("boot.timeout"));
            Assert.That(many[1].Value<string>("message"), Does.Contain(": 19 units of many failed for one cause: ")
                .And.Contain("still waiting: the start job of stuck.service"));
            Assert.That(many.Skip(1).Select(failure => failure.Value<string>("causedBy")),
                Is.All.EqualTo(many[0].Value<string>("fingerprint")));
        }
    }

    [Test]
    public async Task A_QEMU_that_cannot_start_is_reported_in_its_own_words()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        // One more than QEMU's machine has room for.
        var result = await Host.RunAsync(workplace, "--accel=tcg", "--cores=256");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.qemu-failed"));
        Assert.That(failure.Value<string>("message"), Does.Contain("CPUs"));
    }

    [TestCase("systemd.services.crash = { wantedBy = [ \"multi-user.target\" ]; serviceConfig.Type = \"oneshot\"; script = \"echo c "
        + ">/proc/sysrq-trigger\"; };")]
    [TestCase("boot.kernelParams = [ \"rdinit=/bin/busybox\" ];")]
    [TestCase("boot.kernelParams = [ \"rdinit=/bin/busybox\" \"panic=1\" ];")]
    public async Task A_kernel_that_panics_ends_the_wait_at_once(string module)
    {
        using var workplace = new Workplace().WithHosts(("panics", $"{{ {module} }}"));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=60");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.kernel-panic"));
    }

    [Test]
    public async Task A_root_file_system_that_is_not_there_is_named()
    {
        using var workplace = new Workplace().WithHosts(("rootless", "{ boot.kernelParams = [ \"root=LABEL=wrong\" ]; }"));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=60");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.root-device"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("LABEL=wrong"));
    }

    [Test]
    public async Task Emergency_mode_ends_the_wait_and_names_the_unit_that_caused_it()
    {
        using var workplace = new Workplace().WithHosts(("emergency", """
            {
              systemd.units."mnt-data.mount".text = "[Unit]\nBefore=local-fs.target\n[Mount]\nWhat=/dev/disk/by-label/gone\nWhere=/mnt/data\n";
              systemd.units."dev-disk-by\\x2dlabel-gone.device".text = "[Unit]\nJobTimeoutSec=2\n";
              systemd.targets.local-fs.requires = [ "mnt-data.mount" ];
            }
            """));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=60");

        var failure = result.Expect(50, "failure", "boot")["failures"]![0]!;
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.emergency"));
        Assert.That(failure["subject"]!.Value<string>("name"), Does.Contain("gone"));
    }

    [Test]
    public async Task Rescue_mode_is_no_boot()
    {
        using var workplace = new Workplace().WithHosts(("rescue", "{ boot.kernelParams = [ \"systemd.unit=rescue.target\" ]; }"));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=60");

        Assert.That(result.Expect(50, "failure", "boot")["failures"]![0]!.Value<string>("code"), Is.AnyOf("boot.rescue", "boot.emergency"));
    }

    [Test]
    public async Task A_guest_that_restarts_again_and_again_is_stopped()
    {
        using var workplace = new Workplace()
            .WithHosts(("loop",
                Modules.WithService("loop",
                    "unitConfig.DefaultDependencies = false; serviceConfig.Type = \"oneshot\"; script = \"echo b "
                        + ">/proc/sysrq-trigger\";")));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=90");

        Assert.That(result.Expect(50, "failure", "boot")["failures"]![0]!.Value<string>("code"), Is.EqualTo("boot.reboot-loop"));
    }

    [Test]
    public async Task A_disk_that_no_firmware_can_boot_is_told_by_UEFI_itself()
    {
        using var workplace = new Workplace().WithFlake(Modules.Diskless(Modules.UefiFirmware));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=150");

        Assert.That(result.Expect(50, "failure", "boot")["failures"]!.Single().Value<string>("code"), Is.EqualTo("boot.firmware"));
    }

    [Test]
    public async Task A_machine_that_says_nothing_and_does_nothing_is_silent_long_before_the_limit()
    {
        // SeaBIOS finds nothing to boot and tells only the screen.
        using var workplace = new Workplace().WithFlake(Modules.Diskless(string.Empty));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=150");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.AnyOf("boot.silent", "boot.firmware"));
    }

    [Test]
    public async Task A_unit_that_never_says_it_is_ready_fails_with_its_own_limit()
    {
        using var workplace = new Workplace()
            .WithHosts(("late",
                Modules.WithService(
                    "late", "serviceConfig = { Type = \"notify\"; TimeoutStartSec = 3; ExecStart = \"/usr/bin/sleep 600\"; };")));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var failure = result.Expect(60, "failure", "runtime")["failures"]![0]!;
        Assert.That(failure.Value<string>("message"), Does.Contain("late.service").And.Contain("did not start in time"));
    }

    [Test]
    public async Task A_guest_that_switches_itself_off_is_told_from_one_that_hangs()
    {
        using var workplace = new Workplace()
            .WithHosts(("off", Modules.WithService("off", "serviceConfig.Type = \"oneshot\"; script = \"systemctl poweroff\";")));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=60");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.guest-exited"));
        Assert.That(failure.Value<string>("message"), Does.Contain("guest-shutdown"));
    }
}
