namespace VmTest.Runs;

/// <summary>How a run is ended from outside.</summary>
/// <param name="Signal">The signal that cancelled it; null while there was none.</param>
/// <param name="Token">Cancelled when the run has to end.</param>
public sealed record RunStop(Func<int?> Signal, CancellationToken Token);
