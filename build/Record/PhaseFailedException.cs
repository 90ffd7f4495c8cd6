namespace VmTest.Record;

/// <summary>A phase has found why it cannot pass. Carries the causes, never a stack trace for people.</summary>
public sealed class PhaseFailedException(IReadOnlyList<Finding> findings) : Exception(
    string.Join("; ", findings.Select(finding => finding.Message)))
{
    public PhaseFailedException(Finding finding)
        : this([finding])
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
