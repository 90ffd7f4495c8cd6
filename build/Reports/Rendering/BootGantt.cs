using System.Text.RegularExpressions;
using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>A boot as a Mermaid diagram: its stages, and the units that it waited for or that took longest.</summary>
internal static partial class BootGantt
{
    /// <summary>Units in a report's diagram of a boot, and characters of their names: it is as wide as a page of text.</summary>
    private const int GanttUnits = 20;

    private const int GanttNameLength = 48;

    private const string Harmless = "-_.@";

    // A day of the diagram's clock begins with the boot, so that its axis counts minutes and seconds from there.
    private const string Head = "    dateFormat x\n    axisFormat %M:%S\n";

    /// <summary>The lines of the block, its fences included; empty where nothing is known of the boot's course.</summary>
    public static string Draw(BootReport boot)
    {
        var stages = BootStage.List(boot).Select(stage => Task(stage.Name, "done", stage.FromMs, stage.ToMs)).ToList();
        var end = BootStage.End(boot);
        var units = boot.Timeline
            .OrderByDescending(unit => unit.State is TimelineState.Failed or TimelineState.Starting)
            .ThenByDescending(unit => unit.Critical)
            .ThenByDescending(unit => End(unit, end) - unit.StartMs)
            .Take(GanttUnits)
            .OrderBy(unit => unit.StartMs)
            .Select(unit => Task(UnitName(unit.Unit), Tag(unit), unit.StartMs, End(unit, end)))
            .ToList();
        return stages.Count + units.Count == 0
            ? string.Empty
            : $"```mermaid\ngantt\n{Head}{Section("Boot", stages)}{Section("Units", units)}```\n";
    }

    private static string Section(string title, IReadOnlyList<string> tasks) =>
        tasks.Count == 0 ? string.Empty : $"    section {title}\n{string.Concat(tasks)}";

    private static string Task(string name, string tag, long from, long to)
    {
        var start = Math.Max(0, from);
        return $"    {name} :{tag}, {start}, {Math.Max(start + 1, to)}\n";
    }

    /// <summary>A red bar for what went wrong, a bright one for what the boot waited for.</summary>
    private static string Tag(TimelineUnit unit) =>
        unit.State is TimelineState.Failed or TimelineState.Starting ? "crit" : unit.Critical ? "active" : "done";

    private static long End(TimelineUnit unit, long end) => Math.Min(unit.ActiveMs ?? unit.EndMs ?? end, end);

    /// <summary>Mermaid has no escapes: of a name, what means nothing to it remains.</summary>
    private static string UnitName(string name)
    {
        var plain = new string(
            [.. name.Take(GanttNameLength).Select(
                letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal) ? letter : '_')]);
        return Word().IsMatch(plain) ? plain : "_" + plain;
    }

    // What begins like a word of Mermaid's own, or a date, is read as that; none of its words has a dot in it.
    [GeneratedRegex(@"^(?!gantt|topaxis|inclusiveenddates|[0-9]).*\.", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
