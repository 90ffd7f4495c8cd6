using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>A stretch of a boot, in milliseconds from QEMU's start.</summary>
internal sealed record BootStage(string Name, long FromMs, long ToMs)
{
    private const string Kernel = "kernel";
    private const string Target = "default target";

    /// <summary>Longest time that a picture can show: no boot is watched for longer, whatever a guest says.</summary>
    private const long GreatestMs = 1000L * (Limits.MaximumBootTimeoutSeconds + 60);

    /// <summary>Each stage lasts until the next begins, the last one until the end of the watch.</summary>
    public static IReadOnlyList<BootStage> List(BootReport boot)
    {
        var marks = boot.Milestones.ToList();
        if (boot.GuestClockMs is { } clock && marks.Count > 0 && marks.TrueForAll(mark => mark.Name != Kernel))
        {
            // A kernel that is asked to be quiet says nothing on the console; its clock shows when it started.
            marks.Add(new Milestone(Kernel, clock));
        }

        marks = [.. marks.OrderBy(mark => mark.AtMs)];
        var end = End(boot);
        return
        [
            .. marks.Select(
                (mark, index) =>
                    new BootStage(
                        mark.Name, Math.Min(mark.AtMs, end), Math.Min(index + 1 < marks.Count ? marks[index + 1].AtMs : end, end)))
                .Where(stage => stage.Name != Target),
        ];
    }

    /// <summary>The latest time that is known of a boot; at least one.</summary>
    public static long End(BootReport boot)
    {
        var times = boot.Timeline.SelectMany(unit => new[] { unit.StartMs, unit.ActiveMs ?? 0, unit.EndMs ?? 0 })
            .Concat(boot.Milestones.Select(milestone => milestone.AtMs))
            .Concat(from pending in boot.Units?.Pending ?? []
                    join unit in boot.Timeline on pending.Unit equals unit.Unit
                    select unit.StartMs + (pending.SinceMs ?? 0))
            .Append(boot.ReadyAfterMs ?? 0);
        return Math.Clamp(times.Max(), 1, GreatestMs);
    }
}
