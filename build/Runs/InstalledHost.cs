using VmTest.Qemu;

namespace VmTest.Runs;

/// <summary>A host with a disk of its own, ready to be started.</summary>
public record InstalledHost : BuiltHost
{
    public InstalledHost(BuiltHost host, VmProgram vm)
        : base(host)
    {
        Vm = vm;
    }

    public VmProgram Vm { get; }
}
