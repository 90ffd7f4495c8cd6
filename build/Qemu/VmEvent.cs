namespace VmTest.Qemu;

/// <summary>Something that happened to a VM and matters for a boot.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reason">In QEMU's words, for an end or a reset: guest-shutdown, guest-reset, guest-panic, host-qmp-quit and so on.</param>
public sealed record VmEvent(VmEventKind Kind, string? Reason)
{
    /// <summary>Null for an event that does not matter.</summary>
    internal static VmEvent? From(QmpEvent entry) => entry.Name switch
    {
        "SHUTDOWN" => new VmEvent(VmEventKind.ShuttingDown, entry.Reason),
        "RESET" => new VmEvent(VmEventKind.Reset, entry.Reason),
        "GUEST_PANICKED" => new VmEvent(VmEventKind.Panicked, entry.Reason),
        "STOP" => new VmEvent(VmEventKind.Paused, entry.Reason),
        _ => null,
    };
}
