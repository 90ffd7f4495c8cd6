namespace VmTest.Qemu;

/// <summary>What happened to a VM.</summary>
public enum VmEventKind
{
    ShuttingDown,
    Reset,

    /// <summary>The guest itself has said that its kernel panicked.</summary>
    Panicked,

    /// <summary>Its processors stand still, as after an error of KVM.</summary>
    Paused,
}
