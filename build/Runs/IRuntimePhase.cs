using VmTest.Record;

namespace VmTest.Runs;

/// <summary>Lists all units of a ready host and judges them.</summary>
public interface IRuntimePhase
{
    /// <exception cref="PhaseFailedException">Units have failed, or required ones are not active.</exception>
    Task RunAsync(BootedHost host, CancellationToken cancellation);

    /// <summary>
    /// Gets what only the report needs, once the verdict is on record: the screen and the details of all units. They may come
    /// late, or not at all, and are no reason to fail.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="passed">Whether the verdict is success.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task CompleteAsync(BootedHost host, bool passed, CancellationToken cancellation);
}
