using VmTest.Record;

namespace VmTest.Runs;

/// <summary>A phase that takes each host by itself and writes a log.</summary>
/// <typeparam name="TIn">The host as the phase before has left it.</typeparam>
/// <typeparam name="TOut">The host as this phase leaves it.</typeparam>
public interface IPhase<in TIn, TOut>
{
    /// <exception cref="PhaseFailedException">The host did not pass.</exception>
    Task<TOut> RunAsync(TIn host, PhaseLog log, CancellationToken cancellation);
}
