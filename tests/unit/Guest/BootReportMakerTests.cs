using VmTest.Guest;
using VmTest.Model;

namespace VmTest.UnitTests.Guest;

public sealed class BootReportMakerTests
{
    private static readonly BootReport Known = new() { StartedAt = DateTimeOffset.UnixEpoch, DefaultTarget = "graphical.target" };

    [Test]
    public void The_parts_of_a_boot_are_the_differences_of_systemds_stamps()
    {
        var report = Make(new Evidence().Says("manager", """
            [{"FirmwareTimestampMonotonic":"3500000","LoaderTimestampMonotonic":"1200000","KernelTimestampMonotonic":"0","InitRDTimestampMonotonic":"2000000","UserspaceTimestampMonotonic":"4500000","FinishTimestampMonotonic":"9750000"}]
            """));

        Assert.Multiple(() =>
        {
            Assert.That(report.FirmwareMs, Is.EqualTo(2300));
            Assert.That(report.LoaderMs, Is.EqualTo(1200));
            Assert.That(report.KernelMs, Is.EqualTo(2000));
            Assert.That(report.InitrdMs, Is.EqualTo(2500));
            Assert.That(report.UserspaceMs, Is.EqualTo(5250));
        });
    }

    [TestCase("4500000", 4500L)]
    [TestCase("94500000", null)]
    public void Durations_longer_than_the_boot_are_left_out(string userspaceAt, long? kernelMs)
    {
        var evidence = new Evidence().Says("manager", $$"""[{"UserspaceTimestampMonotonic":"{{userspaceAt}}"}]""");

        var report = BootReportMaker.Make(evidence.Boot, Known, TimeSpan.FromSeconds(20));

        Assert.That(report.KernelMs, Is.EqualTo(kernelMs));
        Assert.That(report.GuestClockErrorMs, Is.EqualTo(10_000));
    }

    [Test]
    public void Without_firmware_loader_and_initrd_only_what_there_was_is_told()
    {
        var report = Make(new Evidence().Says("manager", """
            [{"FirmwareTimestampMonotonic":"0","LoaderTimestampMonotonic":"0","InitRDTimestampMonotonic":"0","UserspaceTimestampMonotonic":"2500000","FinishTimestampMonotonic":"0"}]
            """));

        Assert.Multiple(() =>
        {
            Assert.That(report.FirmwareMs, Is.Null);
            Assert.That(report.LoaderMs, Is.Null);
            Assert.That(report.KernelMs, Is.EqualTo(2500));
            Assert.That(report.InitrdMs, Is.Null);
            Assert.That(report.UserspaceMs, Is.Null, "it never finished");
        });
    }

    [Test]
    public void The_verdict_lags_behind_the_guests_own_end_of_startup_by_the_difference_of_the_clocks()
    {
        // The guest's clock began at 3 s of ours: a message of its second 17 arrived at our 20.
        var evidence = new Evidence(TimeSpan.FromSeconds(20)).Says("state", "\"running\"", up: 17).Says("manager", """[{"FinishTimestampMonotonic":"16900000"}]""", up: 16);

        Assert.That(Make(evidence, TimeSpan.FromSeconds(20)).VerdictLagMs, Is.EqualTo(100));
        Assert.That(Make(evidence).VerdictLagMs, Is.Null, "there was no verdict");
    }

    [Test]
    public void Units_are_counted_and_named_in_the_order_of_their_start()
    {
        var report = Make(new Evidence().Says("state", "\"degraded\"").Says("target", """[{"Id":"multi-user.target","ActiveState":"active"}]""").Units(
            ["Id=late.service", "ActiveState=active", "InactiveExitTimestampMonotonic=5000000", "ActiveEnterTimestampMonotonic=5400000"],
            ["Id=early.service", "ActiveState=active", "InactiveExitTimestampMonotonic=1000000", "ActiveEnterTimestampMonotonic=3000000"],
            ["Id=dev-x.device", "ActiveState=active", "ActiveEnterTimestampMonotonic=10"],
            ["Id=bad.service", "ActiveState=failed"]));

        Assert.Multiple(() =>
        {
            Assert.That(report.Units?.Active, Is.EqualTo(3));
            Assert.That(report.Units?.Started, Is.EqualTo(new[] { "early.service", "late.service" }));
            Assert.That(report.Units?.Failed, Is.EqualTo(new[] { "bad.service" }));
            Assert.That(report.Slowest, Is.EqualTo(new[] { new UnitTiming("early.service", 2000), new UnitTiming("late.service", 400) }));
            Assert.That(report.SystemState, Is.EqualTo("degraded"));
            Assert.That(report.DefaultTarget, Is.EqualTo("multi-user.target"));
        });
    }

    [Test]
    public void Pending_units_name_what_they_wait_for()
    {
        var report = Make(new Evidence()
            .Says("jobs", """[{"unit":"b.service","type":"start","state":"waiting"},{"unit":"a.service","type":"start","state":"running"}]""")
            .Units(["Id=a.service", "InactiveExitTimestampMonotonic=4000000"], ["Id=b.service", "After=a.service"]));

        Assert.That(report.Units?.Pending, Is.EqualTo(new[]
        {
            new PendingUnit { Unit = "a.service", Job = "running", SinceMs = 6000 },
            new PendingUnit { Unit = "b.service", Job = "waiting", WaitsFor = "a.service" },
        }));
    }

    [Test]
    public void Without_a_word_of_the_guest_nothing_is_claimed()
    {
        var report = Make(new Evidence());

        Assert.That(report.Units, Is.Null);
        Assert.That(report.KernelMs, Is.Null);
        Assert.That(report.DefaultTarget, Is.EqualTo("graphical.target"), "what the evaluation said stays");
    }

    [Test]
    public void Required_units_come_with_the_state_that_was_seen()
    {
        var known = Known with { Required = [new RequiredUnit("a.service"), new RequiredUnit("b.service"), new RequiredUnit("gone.service")] };
        var evidence = new Evidence().Units(["Id=a.service", "ActiveState=active"], ["Id=b.service", "ActiveState=inactive"]);

        Assert.That(BootReportMaker.Make(evidence.Boot, known, null).Required, Is.EqualTo(
            new[] { new RequiredUnit("a.service", "active"), new RequiredUnit("b.service", "inactive"), new RequiredUnit("gone.service") }));
        Assert.That(Make(evidence).Required, Is.Null, "none was asked for");
    }

    private static BootReport Make(Evidence evidence, TimeSpan? readyAt = null) => BootReportMaker.Make(evidence.Boot, Known, readyAt);
}
