using VmTest.Model;

namespace VmTest.Record;

/// <summary>A phase has found why it cannot pass. Carries the causes, never a stack trace for people.</summary>
public sealed class PhaseFailedException : Exception
{
    public PhaseFailedException(IReadOnlyList<Failure> failures)
        : base(string.Join("; ", failures.Select(failure => failure.Message)))
    {
        Failures = failures;
    }

    public PhaseFailedException(Failure failure)
        : this([failure])
    {
    }

    private PhaseFailedException(string message)
        : base(message)
    {
        Failures = [];
    }

    public IReadOnlyList<Failure> Failures { get; }

    /// <summary>For the engine, once the causes are on record.</summary>
    public static PhaseFailedException OnRecord(Phase phase) =>
        new($"The {phase.ToString().ToLowerInvariant()} phase failed; its causes are on record.");
}
