namespace VmTest.Guest.Probe;

/// <summary>How times of the guest's monotonic clock become times since QEMU's start.</summary>
/// <param name="Offset">QEMU's age at zero of the guest's clock.</param>
/// <param name="Rate">How much of ours one second of the guest's takes; 1 where both run alike.</param>
/// <param name="Error">How far a time may be off, at most.</param>
public sealed record ClockFit(TimeSpan Offset, double Rate, TimeSpan Error)
{
    /// <summary>Whether both clocks run alike.</summary>
    public bool IsEven => Rate is 1;

    public TimeSpan At(TimeSpan guest) => Offset + (guest * Rate);
}
