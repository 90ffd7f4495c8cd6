namespace VmTest.Nix;

/// <summary>The modules that define something.</summary>
/// <param name="Modules">Their files.</param>
/// <param name="Options">The options that they declare, where something defines them.</param>
public sealed record DefiningModules(IReadOnlyList<string> Modules, IReadOnlyList<DefinedOption> Options);
