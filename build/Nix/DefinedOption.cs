namespace VmTest.Nix;

/// <summary>An option and what defines it.</summary>
/// <param name="Option">The names of its path.</param>
/// <param name="Definitions">In the order of the modules.</param>
public sealed record DefinedOption(IReadOnlyList<string> Option, IReadOnlyList<OptionDefinition> Definitions);
