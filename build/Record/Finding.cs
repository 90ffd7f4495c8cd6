using VmTest.Model;

namespace VmTest.Record;

/// <summary>
/// One cause that a phase has found, or a doubt that it wants to warn of. It becomes a <see cref="Failure"/> with its
/// fingerprint only in the run record.
/// </summary>
public sealed record Finding
{
    /// <summary>One of <see cref="FailureCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Null for the phase that is running.</summary>
    public Phase? Phase { get; init; }

    /// <summary>Null for the host whose phase is running.</summary>
    public string? Host { get; init; }

    public required FailureOrigin Origin { get; init; }

    /// <summary>One sentence that names the thing.</summary>
    public required string Message { get; init; }

    public Subject? Subject { get; init; }

    public SourceLocation? Location { get; init; }

    /// <summary>Further places that it is about, the most telling first.</summary>
    public IReadOnlyList<RelatedPlace> Related { get; init; } = [];

    /// <summary>The lines of the log that matter, oldest first.</summary>
    public IReadOnlyList<string> Excerpt { get; init; } = [];

    public LogReference? Log { get; init; }

    /// <summary>What caused this one; it is among the findings of the same phase.</summary>
    public Finding? CausedBy { get; init; }

    /// <summary>How many more things were not made only because of this; the log names them.</summary>
    public int Consequences { get; init; }

    /// <summary>Whether it would be a failure, were its unit not allowed to fail.</summary>
    public bool Allowed { get; init; }

    /// <summary>What to do next.</summary>
    public string? Hint { get; init; }
}
