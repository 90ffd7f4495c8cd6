namespace VmTest.Nix;

/// <summary>One definition of an option.</summary>
/// <param name="File">The file of the module.</param>
/// <param name="Value">As JSON; null for what is no plain value.</param>
public sealed record OptionDefinition(string File, string? Value);
