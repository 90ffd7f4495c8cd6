using VmTest.Guest;
using VmTest.Guest.Probe;

namespace VmTest.UnitTests.Guest;

public sealed class CriticalChainTests
{
    [Test]
    public void Each_unit_is_followed_by_the_one_that_was_done_last_before_it_began()
    {
        var chain = Chain("t.target",
            Unit("t.target", 900, 900, "quick.service", "slow.service"),
            Unit("quick.service", 500, 600, "base.target"),
            Unit("slow.service", 300, 890, "base.target", "early.service"),
            Unit("base.target", 200, 200),
            Unit("early.service", 10, 100));

        Assert.That(chain, Is.EqualTo(new[] { "t.target", "slow.service", "base.target" }));
    }

    [Test]
    public void A_unit_that_was_done_only_after_the_other_began_did_not_hold_it_up() =>
        Assert.That(Chain("a.service", Unit("a.service", 100, 200, "late.service", "in-time.service"), Unit("late.service", 50, 150),
            Unit("in-time.service", 40, 60)), Is.EqualTo(new[] { "a.service", "in-time.service" }));

    [Test]
    public void A_failed_unit_and_one_that_ran_and_ended_hold_others_up_too()
    {
        var chain = Chain("t.target",
            Unit("t.target", 900, 900, "failed.service"),
            new UnitState { Name = "failed.service", Active = "failed", StartingAt = 100, InactiveAt = 850, After = ["once.service"] },
            new UnitState { Name = "once.service", Active = "inactive", StartingAt = 50, InactiveAt = 100 });

        Assert.That(chain, Is.EqualTo(new[] { "t.target", "failed.service", "once.service" }));
    }

    [Test]
    public void Of_units_that_were_done_together_the_one_that_is_wanted_comes_first() =>
        Assert.That(Chain("t.target", Unit("t.target", 900, 900, "a.service", "b.service") with { Wants = ["b.service"] },
            Unit("a.service", 1, 800), Unit("b.service", 1, 800)), Is.EqualTo(new[] { "t.target", "b.service" }));

    [Test]
    public void Slices_unknown_units_and_units_that_never_started_are_passed_over() =>
        Assert.That(Chain("t.target", Unit("t.target", 900, 900, "system.slice", "unknown.service", "never.service"),
            Unit("system.slice", 800, 800), Unit("never.service", 0, 0)), Is.EqualTo(new[] { "t.target" }));

    [Test]
    public void A_circle_of_units_that_became_active_together_has_an_end() =>
        Assert.That(Chain("a.target", Unit("a.target", 5, 5, "b.target"), Unit("b.target", 5, 5, "c.target"),
            Unit("c.target", 5, 5, "a.target", "c.target")), Is.EqualTo(new[] { "a.target", "b.target", "c.target" }));

    [Test]
    public void A_unit_that_never_began_or_does_not_exist_has_no_chain()
    {
        Assert.That(Chain("a.service", Unit("a.service", 0, 0)), Is.Empty);
        Assert.That(Chain("missing.service"), Is.Empty);
    }

    private static IReadOnlyList<string> Chain(string last, params UnitState[] units) =>
        CriticalChain.Follow(last, units.ToDictionary(unit => unit.Name, StringComparer.Ordinal));

    private static UnitState Unit(string name, long starting, long active, params string[] after) =>
        new() { Name = name, Active = "active", StartingAt = starting, ActiveAt = active, After = after };
}
