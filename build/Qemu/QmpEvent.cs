namespace VmTest.Qemu;

/// <summary>An event of QEMU's machine protocol that matters for a boot.</summary>
/// <param name="Name">In QEMU's words: SHUTDOWN, RESET, GUEST_PANICKED, STOP.</param>
/// <param name="Reason">For SHUTDOWN and RESET: guest-shutdown, guest-reset, guest-panic, host-qmp-quit and so on.</param>
public sealed record QmpEvent(string Name, string? Reason);
