using VmTest.Reporting.Model;

namespace VmTest.Running;

/// <summary>A phase has found why it cannot pass. Carries the causes, never a stack trace for people.</summary>
public sealed class PhaseFailedException(IReadOnlyList<Failure> failures)
    : Exception(string.Join("; ", failures.Select(failure => failure.Message)))
{
    public PhaseFailedException(Failure failure)
        : this([failure])
    {
    }

    public IReadOnlyList<Failure> Failures { get; } = failures;
}
