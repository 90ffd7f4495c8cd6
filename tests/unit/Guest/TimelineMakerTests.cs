using VmTest.Guest;
using VmTest.Model;

namespace VmTest.UnitTests.Guest;

public sealed class TimelineMakerTests
{
    // The guest's clock began at 3 s of ours: a message of its second 17 arrived at our 20.
    private const double SecondOfGuest = 17;

    [Test]
    public void Times_count_from_the_start_of_QEMU()
    {
        var timeline = Make(new Evidence(TimeSpan.FromSeconds(20)).Says("hello", "{}", SecondOfGuest).Units(
            Unit("a.service", "active", 1_000_000, 1_500_000),
            Unit("once.service", "inactive", 2_000_000, 0, inactive: 2_250_000),
            Unit("bad.service", "failed", 3_000_000, 0, inactive: 3_125_000),
            Unit("hung.service", "activating", 4_000_000, 0)));

        Assert.That(timeline, Is.EqualTo(new[]
        {
            new TimelineUnit { Unit = "a.service", StartMs = 4000, ActiveMs = 4500, State = TimelineState.Active },
            new TimelineUnit { Unit = "once.service", StartMs = 5000, EndMs = 5250, State = TimelineState.Finished },
            new TimelineUnit { Unit = "bad.service", StartMs = 6000, EndMs = 6125, State = TimelineState.Failed },
            new TimelineUnit { Unit = "hung.service", StartMs = 7000, State = TimelineState.Starting },
        }));
    }

    [Test]
    public void The_units_that_the_default_target_waited_for_are_critical()
    {
        var timeline = Make(new Evidence().Says("target", """[{"Id":"multi-user.target","ActiveState":"active"}]""").Units(
            [.. Unit("multi-user.target", "active", 5_000_000, 5_000_000), "After=slow.service quick.service"],
            Unit("slow.service", "active", 1_000_000, 4_900_000),
            Unit("quick.service", "active", 1_000_000, 1_100_000)));

        Assert.That(
            timeline.Where(unit => unit.Critical).Select(unit => unit.Unit), Is.EqualTo(new[] { "slow.service", "multi-user.target" }));
    }

    [Test]
    public void Where_the_default_target_was_never_reached_the_unit_that_holds_it_up_is_critical()
    {
        var timeline = Make(new Evidence()
            .Says("target", """[{"Id":"multi-user.target","ActiveState":"inactive"}]""")
            .Says("jobs", """[{"unit":"multi-user.target","type":"start","state":"waiting"},{"unit":"hung.service","type":"start","state":"running"}]""")
            .Units(
                ["Id=multi-user.target", "ActiveState=inactive", "After=hung.service"],
                [.. Unit("hung.service", "activating", 2_000_000, 0), "After=first.service"],
                Unit("first.service", "active", 1_000_000, 1_900_000),
                Unit("other.service", "active", 1_000_000, 1_950_000)));

        Assert.That(timeline.Where(unit => unit.Critical).Select(unit => unit.Unit), Is.EqualTo(new[] { "first.service", "hung.service" }));
    }

    [Test]
    public void Of_many_units_the_critical_the_failed_and_the_slowest_have_a_row()
    {
        var evidence = new Evidence().Says("target", """[{"Id":"multi-user.target","ActiveState":"active"}]""").Units(
        [
            [.. Unit("multi-user.target", "active", 9_000_000, 9_000_000), "After=unit0.service"],
            Unit("bad.service", "failed", 8_000_000, 0, inactive: 8_000_001),
            .. Enumerable.Range(0, 500).Select(index => Unit($"unit{index}.service", "active", 1_000_000, 1_000_000 + (1000 * index))),
        ]);

        var names = Make(evidence).Select(unit => unit.Unit).ToList();

        Assert.That(names, Has.Count.EqualTo(Limits.TimelineUnits));
        Assert.That(names,
            Does.Contain("multi-user.target").And.Contain("bad.service").And.Contain("unit0.service").And.Contain("unit499.service")
                .And.Not.Contain("unit100.service"));
    }

    [Test]
    public void A_socket_has_a_row_only_where_it_was_slow_and_a_slice_has_none()
    {
        var timeline = Make(
            new Evidence()
                .Units(Unit("quick.socket", "active", 1_000_000, 1_000_100), Unit("slow.socket", "active", 1_000_000, 1_200_000),
                    Unit("system.slice", "active", 1_000_000, 2_000_000)));

        Assert.That(timeline.Select(unit => unit.Unit), Is.EqualTo(new[] { "slow.socket" }));
    }

    [Test]
    public void Without_the_guests_clock_there_is_no_timeline() => Assert.That(Make(new Evidence()), Is.Empty);

    private static IReadOnlyList<TimelineUnit> Make(Evidence evidence) =>
        TimelineMaker.Make(evidence.Probe, evidence.Probe.Clock.Fit(TimeSpan.Zero));

    private static string[] Unit(string name, string state, long starting, long active, long inactive = 0) =>
        [$"Id={name}", $"ActiveState={state}", $"InactiveExitTimestampMonotonic={starting}", $"ActiveEnterTimestampMonotonic={active}",
            $"InactiveEnterTimestampMonotonic={inactive}"];
}
