using VmTest.Guest.Serial;
using VmTest.Model;

namespace VmTest.Guest;

/// <summary>When a machine reached each stage of its boot, by this machine's clock from QEMU's start.</summary>
public sealed class Milestones
{
    private static readonly Dictionary<ConsoleSign, string> Stages = new()
    {
        [ConsoleSign.Firmware] = "firmware",
        [ConsoleSign.Loader] = "loader",
        [ConsoleSign.KernelStarted] = "kernel",
        [ConsoleSign.InitrdStarted] = "initrd",
        [ConsoleSign.Userspace] = "userspace",
        [ConsoleSign.DefaultTargetReached] = "default target",
    };

    /// <summary>Whether a stage is over before any kernel begins.</summary>
    public static bool IsBeforeKernel(string stage) => stage is "firmware" or "loader";

    private readonly Lock gate = new();
    private readonly List<Milestone> reached = [];

    public IReadOnlyList<Milestone> Reached
    {
        get
        {
            lock (gate)
            {
                return [.. reached];
            }
        }
    }

    /// <summary>The last stage's name; null before the first.</summary>
    public string? Last => Reached is { Count: > 0 } all ? all[^1].Name : null;

    public bool Has(string name) => Reached.Any(milestone => milestone.Name == name);

    /// <returns>The stage that this sign begins, where it is new; else null.</returns>
    public string? Reach(ConsoleSign sign, TimeSpan at) => Stages.TryGetValue(sign, out var name) && Reach(name, at) ? name : null;

    /// <returns>Whether it is new.</returns>
    public bool Reach(string name, TimeSpan at)
    {
        lock (gate)
        {
            if (reached.Any(milestone => milestone.Name == name))
            {
                return false;
            }

            reached.Add(new Milestone(name, (long)at.TotalMilliseconds));
            return true;
        }
    }
}
