namespace VmTest.Model;

/// <param name="Fingerprint">Whose fingerprint it is.</param>
/// <param name="Code">Its code.</param>
/// <param name="Subject">What it is about; null where it names nothing.</param>
/// <param name="Since">The first run in a row that had it; for a repaired one, the last.</param>
/// <param name="SinceAt">When that run began.</param>
/// <param name="Suspects">Sources that changed and that it comes from; null where none is known.</param>
public sealed record FailureChange(string Fingerprint, string Code, string? Subject = null, string? Since = null,
    DateTimeOffset? SinceAt = null, IReadOnlyList<string>? Suspects = null);
