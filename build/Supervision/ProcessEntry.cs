namespace VmTest.Supervision;

/// <summary>One line of the table of processes (/proc/PID/stat, proc(5)).</summary>
/// <param name="Identity">The process.</param>
/// <param name="Name">Its program's name, cut by the kernel.</param>
/// <param name="State">One letter: R, S, D (cannot be interrupted), Z (dead and not yet waited for) and others.</param>
/// <param name="Parent">Its parent's ID.</param>
/// <param name="HasTerminal">Whether somebody sits before it.</param>
internal sealed record ProcessEntry(ProcessIdentity Identity, string Name, char State, int Parent, bool HasTerminal)
{
    public int Id => Identity.Id;

    public bool IsDead => State is 'Z' or 'X';

    /// <summary>For people.</summary>
    public override string ToString() => State == 'D' ? $"process {Id} ({Name}, in uninterruptible sleep)" : $"process {Id} ({Name})";
}
