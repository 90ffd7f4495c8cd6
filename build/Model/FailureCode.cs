namespace VmTest.Model;

/// <summary>One entry of the catalogue of failure codes.</summary>
/// <param name="Code">As in a report.</param>
/// <param name="Origin">The usual origin; a report may say another.</param>
/// <param name="Meaning">What happened, one sentence.</param>
/// <param name="NextStep">What to do first, one sentence.</param>
public sealed record FailureCode(string Code, FailureOrigin Origin, string Meaning, string NextStep)
{
    /// <summary>How it is met with, and its usual causes.</summary>
    public FailureExample Example { get; init; } = new(string.Empty);
}
