using VmTest.Model;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>Looks whether this machine can do what the run needs.</summary>
public interface IPreflightPhase
{
    /// <returns>What runs the VMs.</returns>
    /// <exception cref="PhaseFailedException">Something is missing; every missing thing is named.</exception>
    Task<AcceleratorChoice> RunAsync(CancellationToken cancellation);
}
