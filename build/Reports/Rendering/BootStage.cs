using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>A stretch of a boot, in milliseconds from QEMU's start.</summary>
internal sealed record BootStage(string Name, long FromMs, long ToMs)
{
    private const string Kernel = "kernel";

    /// <summary>Until the first sign on the console: QEMU, and a firmware that is silent.</summary>
    private const string Start = "power-on";
    private const string Target = "default target";

    /// <summary>Longest time that a picture can show: no boot is watched for longer, whatever a guest says.</summary>
    private const long GreatestMs = 1000L * (Limits.MaximumBootTimeoutSeconds + 60);

    /// <summary>Whether anything is known of a boot's course: without it, there is nothing to draw.</summary>
    public static bool HasAny(BootReport boot) => boot.Milestones.Count + boot.Timeline.Count > 0;

    /// <summary>Each stage lasts until the next begins, the last one until the end of the watch.</summary>
    public static IReadOnlyList<BootStage> List(BootReport boot)
    {
        var marks = boot.Milestones.ToList();
        if (boot.GuestClockMs is { } clock && IsPlausible(clock, marks))
        {
            // A kernel that is asked to be quiet says nothing on the console; its clock shows when it started.
            marks.Add(new Milestone(Kernel, clock));
        }

        marks = [.. marks.OrderBy(mark => mark.AtMs)];
        if (marks is [{ AtMs: > 0 }, ..])
        {
            marks.Insert(0, new Milestone(Start, 0));
        }

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

    /// <summary>A clock may begin late: a kernel starts after what starts it, and before what it starts.</summary>
    private static bool IsPlausible(long clock, List<Milestone> marks) => marks.Count > 0 && marks.TrueForAll(mark => mark.Name switch
    {
        Kernel => false,
        "firmware" or "loader" => mark.AtMs <= clock,
        _ => mark.AtMs >= clock,
    });

    /// <summary>The latest time that is known of a boot; at least one.</summary>
    public static long End(BootReport boot)
    {
        var times = boot.Timeline.SelectMany(unit => new[] { unit.StartMs, unit.ActiveMs ?? 0, unit.EndMs ?? 0 })
            .Concat(boot.Milestones.Select(milestone => milestone.AtMs))
            .Concat(from pending in boot.Units?.Pending ?? []
                    join unit in boot.Timeline on pending.Unit equals unit.Unit
                    select unit.StartMs + (pending.SinceMs ?? 0))
            .Append(boot.ReadyAfterMs ?? 0).Append(boot.EndedAfterMs ?? 0);
        return Math.Clamp(times.Max(), 1, GreatestMs);
    }
}
