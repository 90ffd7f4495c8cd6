namespace VmTest.Nix;

/// <summary>What a host's configuration says about its options (find-options.nix).</summary>
/// <param name="Siblings">The names of the options at the level that was asked for.</param>
/// <param name="Modules">The files of the modules that define what was asked for.</param>
/// <param name="Options">The options that these modules declare, where something defines them.</param>
/// <param name="Units">The same for each unit that was asked for, in the order of the question.</param>
public sealed record OptionAnswer(IReadOnlyList<string> Siblings, IReadOnlyList<string> Modules, IReadOnlyList<DefinedOption> Options,
    IReadOnlyList<DefiningModules> Units);
