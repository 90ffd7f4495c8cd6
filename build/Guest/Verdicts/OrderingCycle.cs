namespace VmTest.Guest.Verdicts;

/// <summary>Units that wait for one another in a circle.</summary>
/// <param name="LeftOut">The unit that systemd did not start, to break it.</param>
/// <param name="Lines">systemd's words.</param>
public sealed record OrderingCycle(string LeftOut, IReadOnlyList<string> Lines);
