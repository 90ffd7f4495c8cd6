namespace VmTest.Model;

/// <summary>Whose fault it is: what has to change to make the failure go away.</summary>
public enum FailureOrigin
{
    Configuration,
    Environment,
    Tool,

    /// <summary>
    /// The host may be well, but a VM lacks what it needs: a network, a secret, hardware. The VM is given it, or the unit is
    /// allowed to fail.
    /// </summary>
    Vm,
}
