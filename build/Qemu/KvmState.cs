namespace VmTest.Qemu;

public enum KvmState
{
    /// <summary>A guest ran, at the speed of hardware.</summary>
    Usable,

    /// <summary>There is no device.</summary>
    Missing,

    /// <summary>There is one, which this user may not open.</summary>
    Denied,

    /// <summary>It opens, but does not run a guest as KVM does.</summary>
    Unusable,
}
