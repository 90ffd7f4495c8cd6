using VmTest.Record;

namespace VmTest.Runs;

/// <summary>Lists all units of a ready host and judges them.</summary>
public interface IRuntimePhase
{
    /// <exception cref="PhaseFailedException">Units have failed, or required ones are not active.</exception>
    Task RunAsync(BootedHost host, CancellationToken cancellation);
}
