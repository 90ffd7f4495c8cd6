namespace VmTest.Diagnosis.Source;

/// <summary>One name of an attribute path.</summary>
/// <param name="Text">Null where it is computed.</param>
/// <param name="Computed">What it is computed of; null for a plain name.</param>
/// <param name="Start">Its first character.</param>
internal sealed record NixName(string? Text, NixNode? Computed, int Start);
