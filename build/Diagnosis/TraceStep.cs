namespace VmTest.Diagnosis;

/// <summary>One step of the way to an error: a place, the file of a definition, or an option.</summary>
/// <param name="File">Null for an option.</param>
/// <param name="Line">From 1; null for the file of a definition.</param>
/// <param name="Column">From 1; null for the file of a definition.</param>
/// <param name="Option">The option that was evaluated; null for a place.</param>
internal sealed record TraceStep(string? File, int? Line, int? Column, string? Option);
