using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed partial class BootGanttTests
{
    [Test]
    public void Stages_and_units_are_bars_from_their_start_to_their_end()
    {
        Assert.That(BootGantt.Draw(Samples.Boot).Split('\n').Select(line => line.Trim()), Is.EqualTo(new[]
        {
            "```mermaid", "gantt", "dateFormat x", "axisFormat %M:%S",
            "section Boot", "power-on :done, 0, 900", "kernel :done, 900, 12000",
            "section Units", "nginx.service :crit, 5000, 5400",
            "```", string.Empty,
        }));
    }

    [Test]
    public void Of_many_units_those_that_failed_or_held_up_the_boot_are_shown()
    {
        var units = Enumerable.Range(0, 500)
            .Select(index => new TimelineUnit
            {
                Unit = $"u{index}.service",
                StartMs = index,
                ActiveMs = index + 10,
                State = TimelineState.Active
            });
        var boot = Samples.Boot with
        {
            Timeline = [
            .. units, new TimelineUnit { Unit = "broken.service", StartMs = 3, ActiveMs = 4, State = TimelineState.Failed }]
        };

        var bars = BootGantt.Draw(boot).Split('\n').Where(line => line.Contains(".service", StringComparison.Ordinal)).ToList();

        Assert.That(bars, Has.Count.EqualTo(20).And.Some.Contains("broken.service :crit, 3, 4"));
    }

    [Test]
    public void Whatever_units_are_called_and_whenever_they_ran_the_diagram_is_well_formed() => Properties.ForAll(Properties.Texts, name =>
    {
        var unit = new TimelineUnit
        {
            Unit = name,
            StartMs = -name.Length * 100_000_000L,
            ActiveMs = name.Length % 2 == 0 ? null : long.MaxValue / 2,
            State = TimelineState.Starting
        };

        var lines = BootGantt.Draw(Samples.Boot with { Timeline = [unit] }).Split('\n');

        Assert.That(lines[^3], Does.Match(Bar()));
        Assert.That(lines, Has.Length.EqualTo(11));
    });

    // Each of these broke the diagram in Mermaid itself, or was taken for its title.
    [TestCase("title")]
    [TestCase("section")]
    [TestCase("accTitle")]
    [TestCase("gantt.service")]
    [TestCase("topAxis.service")]
    [TestCase("inclusiveEndDates.service")]
    [TestCase("2026-01-01.mount")]
    [TestCase("%%x")]
    public void No_name_of_a_unit_is_a_word_of_the_diagram(string name)
    {
        var unit = new TimelineUnit { Unit = name, StartMs = 1, ActiveMs = 2, State = TimelineState.Active };

        Assert.That(BootGantt.Draw(Samples.Boot with { Timeline = [unit] }), Does.Match(@"\n    _[^\n]+ :done, 1, 2\n"));
    }

    [Test]
    public void Of_a_boot_that_nothing_is_known_of_there_is_no_diagram()
    {
        Assert.That(BootGantt.Draw(new BootReport { StartedAt = Samples.Time }), Is.Empty);
    }

    [GeneratedRegex(@"^    [A-Za-z0-9_.@-]+ :(done|crit|active), \d+, \d+$")]
    private static partial Regex Bar();
}
