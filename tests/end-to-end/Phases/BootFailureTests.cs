using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>Nearly all look at one run, whose guests wait for what never comes side by side.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class BootFailureTests
{
    private static readonly SharedRun run = new(
        50, "boot", ["--accel=tcg", "--jobs=3", $"--boot-timeout={BrokenGuests.LimitSeconds}"], BrokenGuests.Workplace);

    [OneTimeTearDown]
    public static void Remove() => run.Dispose();

    [Test]
    public async Task At_the_deadline_the_report_lists_what_started_what_is_pending_and_what_it_waits_for()
    {
        using var workplace = new Workplace().WithHosts(("hanging", Modules.Hanging));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=30");

        var report = result.Expect(50, "failure", "boot");
        var failure = report["failures"]!.Single();
        var boot = report["hosts"]!.Single()["boot"]!;
        var units = boot["units"]!;
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
            Assert.That(boot.Value<int>("endedAfterMs"), Is.InRange(30_000, 31_000));
        }
    }

    [Test]
    public async Task At_the_deadline_many_failures_of_one_cause_come_first_as_one_group()
    {
        var many = await run.FailuresAsync("many");
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

    [TestCase("crash")]
    [TestCase("rdinit")]
    [TestCase("restart")]
    public async Task A_kernel_that_panics_ends_the_wait_at_once(string host)
    {
        Assert.That(await OnlyCodeAsync(host), Is.EqualTo("boot.kernel-panic"));
    }

    [Test]
    public async Task A_root_file_system_that_is_not_there_is_named()
    {
        var failure = (await run.FailuresAsync("rootless")).Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.root-device"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("LABEL=wrong"));
    }

    [Test]
    public async Task Emergency_mode_ends_the_wait_and_names_the_unit_that_caused_it()
    {
        var failure = (await run.FailuresAsync("emergency"))[0];
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.emergency"));
        Assert.That(failure["subject"]!.Value<string>("name"), Does.Contain("gone"));
    }

    [Test]
    public async Task Rescue_mode_is_no_boot()
    {
        Assert.That(Code((await run.FailuresAsync("rescue"))[0]), Is.AnyOf("boot.rescue", "boot.emergency"));
    }

    [Test]
    public async Task A_guest_that_restarts_again_and_again_is_stopped()
    {
        Assert.That(Code((await run.FailuresAsync("loop"))[0]), Is.EqualTo("boot.reboot-loop"));
    }

    [Test]
    public async Task A_disk_that_no_firmware_can_boot_is_told_by_UEFI_itself()
    {
        Assert.That(await OnlyCodeAsync("diskless"), Is.EqualTo("boot.firmware"));
    }

    [Test]
    public async Task A_machine_that_says_nothing_and_does_nothing_is_silent_long_before_the_limit()
    {
        Assert.That(await OnlyCodeAsync("silent"), Is.AnyOf("boot.silent", "boot.firmware"));
    }

    [Test]
    public async Task A_unit_that_never_says_it_is_ready_fails_with_its_own_limit()
    {
        var failure = (await run.FailuresAsync("late"))[0];
        Assert.That(failure.Value<string>("phase"), Is.EqualTo("runtime"));
        Assert.That(failure.Value<string>("message"), Does.Contain("late.service").And.Contain("did not start in time"));
    }

    [Test]
    public async Task A_guest_that_switches_itself_off_is_told_from_one_that_hangs()
    {
        var failure = (await run.FailuresAsync("off")).Single();
        Assert.That(Code(failure), Is.EqualTo("boot.guest-exited"));
        Assert.That(failure.Value<string>("message"), Does.Contain("guest-shutdown"));
    }

    private static async Task<string?> OnlyCodeAsync(string host) => Code((await run.FailuresAsync(host)).Single());

    private static string? Code(JToken failure) => failure.Value<string>("code");
}
