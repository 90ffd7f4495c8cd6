using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.Phases.Install;

/// <summary>Gives a host a fresh writable disk for a direct kernel boot: the fast loop.</summary>
public sealed class DirectInstaller(FreshDisk disk, IRunLog console)
{
    /// <exception cref="PhaseFailedException">The disk cannot be made, or the script's QEMU cannot be executed.</exception>
    public async Task<VmProgram> InstallAsync(BuiltHost host, PhaseLog log, CancellationToken cancellation)
    {
        console.Say("making a fresh disk (direct kernel boot: the fast loop; firmware, boot loader and the host's own file systems are "
            + "not tested)", host.Name);
        return await disk.MakeAsync(host, host.RunScript!, log, cancellation);
    }
}
