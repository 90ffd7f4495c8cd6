namespace VmTest.Model;

/// <summary>The phases of a VM test, in the order in which a host passes through them.</summary>
public enum Phase
{
    Preflight,
    Evaluate,
    Build,
    Install,
    Boot,
    Runtime,
}
