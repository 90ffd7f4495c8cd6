namespace VmTest.Model;

/// <summary>Why a host, or the whole run, did not pass: one cause, named.</summary>
public sealed record Failure
{
    /// <summary>A code of the list in the schema's documentation, such as <c>runtime.unit-failed</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Where it struck; null where the tool itself broke outside every phase.</summary>
    public Phase? Phase { get; init; }

    /// <summary>Null where it concerns every host.</summary>
    public string? Host { get; init; }

    public required FailureOrigin Origin { get; init; }

    /// <summary>One sentence that names the thing.</summary>
    public required string Message { get; init; }

    public Subject? Subject { get; init; }

    public SourceLocation? Location { get; init; }

    /// <summary>What to do next.</summary>
    public string? Hint { get; init; }

    /// <summary>Further places that it is about; null where there are none.</summary>
    public IReadOnlyList<RelatedPlace>? Related { get; init; }

    public LogReference? Log { get; init; }

    /// <summary>The <see cref="Fingerprint"/> of the failure that caused this one.</summary>
    public string? CausedBy { get; init; }

    /// <summary>The runs before that had this failure too; null for a new one.</summary>
    public Repetition? Repetition { get; init; }

    /// <summary>How many more things were not made only because of this; the log names them. Null for none.</summary>
    public int? Consequences { get; init; }

    /// <summary>True for a warning that would be a failure, were its unit not allowed to fail; null otherwise.</summary>
    public bool? Allowed { get; init; }

    /// <summary>Equal for the same cause in every run: made of code, host and subject.</summary>
    public string Fingerprint { get; init; } = string.Empty;

    /// <summary>The lines of the log that matter, oldest first. Last, for it is the longest.</summary>
    public IReadOnlyList<string> Excerpt { get; init; } = [];
}
