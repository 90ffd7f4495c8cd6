namespace VmTest.Supervision;

/// <summary>
/// Processes that left their group and lost their parent. Once this program is their reaper they become its children
/// (prctl(2), PR_SET_CHILD_SUBREAPER), so that none gets away, whatever it did with its group, session and environment.
/// </summary>
internal sealed class Orphans
{
    // A shell that gave its place to this program may have left it children of its own.
    private readonly HashSet<ProcessIdentity> strangers;

    private Orphans() =>
        strangers = [.. ProcessTable.Read().Where(entry => entry.Parent == Environment.ProcessId).Select(entry => entry.Identity)];

    /// <summary>Null where the kernel does not offer it.</summary>
    public static Orphans? Adopt() => NativeMethods.BecomeSubreaper() ? new Orphans() : null;

    /// <summary>All that lives below this program.</summary>
    public IReadOnlyList<ProcessEntry> Living() => [.. ProcessTable.Below(Environment.ProcessId, strangers).Where(entry => !entry.IsDead)];

    /// <summary>
    /// Takes adopted children that have ended out of the table of processes. What was started here is waited for elsewhere.
    /// </summary>
    /// <param name="isOwn">Whether a child was started here.</param>
    public void Bury(Func<int, bool> isOwn)
    {
        foreach (var dead in ProcessTable.Read().Where(
            entry => entry.IsDead && entry.Parent == Environment.ProcessId && !strangers.Contains(entry.Identity) && !isOwn(entry.Id)))
        {
            NativeMethods.Bury(dead.Id);
        }
    }
}
