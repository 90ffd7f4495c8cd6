namespace VmTest.Model;

/// <summary>What runs the guest's instructions.</summary>
public enum Accelerator
{
    Kvm,
    Tcg,
    Auto,
}
