using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>Which hosts there are, and what each evaluates to.</summary>
public interface IEvaluatePhase : IPhase<SelectedHost, EvaluatedHost>
{
    /// <summary>Locks the flake and chooses its hosts.</summary>
    /// <exception cref="PhaseFailedException">The flake does not evaluate, or lacks a host that was asked for.</exception>
    Task<IReadOnlyList<SelectedHost>> SelectAsync(FlakeUnderTest flake, PhaseLog log, CancellationToken cancellation);
}
