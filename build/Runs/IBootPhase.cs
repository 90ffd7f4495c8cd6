using VmTest.Model;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>Starts a host's VM and waits until it is ready.</summary>
public interface IBootPhase
{
    /// <exception cref="PhaseFailedException">It did not start, or did not become ready; the VM is gone.</exception>
    Task<BootedHost> RunAsync(InstalledHost host, AcceleratorChoice accelerator, CancellationToken cancellation);
}
