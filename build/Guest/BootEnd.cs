namespace VmTest.Guest;

/// <summary>What ended the wait for a machine.</summary>
/// <param name="Kind">Which sign.</param>
/// <param name="Detail">The line, the state or the reason behind it.</param>
/// <param name="At">Time since QEMU's start.</param>
public sealed record BootEnd(BootEndKind Kind, string Detail, TimeSpan At);
