using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Errors of the NixOS module system (nixpkgs lib/modules.nix, lib/options.nix).</summary>
internal static class ModuleRules
{
    /// <summary>How messages end of an option whose declaration is wrong, and not its definitions.</summary>
    internal const string NoOption = "no option at all.";

    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        // What is defined there fails while the module system says that there is no such option.
        new(FailureCodes.OptionUnknown, @"error message for definitions for [`'](?<name>[^']+)', which is an option that does not exist",
            SubjectKind.Option, "The option '{name}' does not exist.",
            "Correct the option's name, or import the module that declares it.") { InTrace = true },
        new(FailureCodes.OptionUnknown, @"The option [`'](?<name>[^']+\._type)' does not exist.*: ""flake""", SubjectKind.Option,
            "The option '{name}' does not exist.",
            "A flake's inputs stand among the modules or the settings: import a module of the input (its nixosModules), not the "
                + "flake itself."),
        // Of NixOS itself none begins so.
        new(FailureCodes.OptionUnknown, @"The option [`'](?<name>(?:home|xsession|wayland|xdg\.(?:configFile"
            + @"|dataFile))(?:\.[^']+)?)' does not exist",
            SubjectKind.Option, "The option '{name}' does not exist.",
            "It is an option of Home Manager, among the modules of NixOS: move it, or the module that sets it, below "
                + "home-manager.users.NAME (a module: into its imports, or into home-manager.sharedModules)."),
        new(FailureCodes.OptionUnknown, @"The option [`'](?<name>[^']+)' does not exist", SubjectKind.Option,
            "The option '{name}' does not exist.", "Correct the option's name, or import the module that declares it."),
        new(FailureCodes.OptionConflict, @"The option [`'](?<name>[^']+)' has conflicting definition values", SubjectKind.Option,
            "The option '{name}' has conflicting definitions.", "Keep one definition, or give one of them priority with lib.mkForce."),
        new(FailureCodes.OptionConflict, @"The (?:unique )?option [`'](?<name>[^'`]+)[`'] is defined (?:multiple times|both)",
            SubjectKind.Option,
            "The option '{name}' is defined more than once, but may be defined only once.",
            "Keep one definition, or give one of them priority with lib.mkForce."),
        new(FailureCodes.OptionConflict, @"The option [`'](?<name>[^']+)' is read-only, but it's set multiple times", SubjectKind.Option,
            "The option '{name}' is read-only, but is set more than once.",
            "Take the definition out of the configuration: the option is not meant to be set."),
        new(FailureCodes.OptionConflict,
            @"The option [`'](?<name>[^']+)' in [`'](?<file>[^']+)' is already declared in [`'](?<more>[^']+)'", SubjectKind.Option,
            "The option '{name}' is declared twice.", "Declare it once; another module imports or repeats the declaration."),
        new(FailureCodes.OptionConflict, @"The option [`'](?<name>[^']+)' is already declared", SubjectKind.Option,
            "The option '{name}' is declared twice.", "Declare it once; another module imports or repeats the declaration."),
        new(FailureCodes.OptionConflict, @"The option [`'](?<name>[^']+)' in module [`'](?<file>[^']+)' would be a parent of the "
            + @"following options, but its type [`'](?<more>[^']+)' does not support nested options", SubjectKind.Option,
            "The option '{name}' is declared as one value ({more}), and would be a parent of options that another module declares.",
            "Two modules declare it, often because Home Manager or NixOS has it by now: import one of them, or name the other in "
                + "disabledModules."),
        new(FailureCodes.OptionType, @"A definition for option [`'](?<name>home-manager\.users\.(?<user>[^.']+)\.home\.homeDirectory)' "
            + @"is not of type [`'](?<more>[^']+)'", SubjectKind.Option, "A definition of the option '{name}' is not of type {more}.",
            "Home Manager takes it from the user of the system: set users.users.{user}.home, or home.homeDirectory itself."),
        new(FailureCodes.OptionType, @"A definition for option [`'](?<name>[^']+)' is not of type [`'](?<more>[^']+)'", SubjectKind.Option,
            "A definition of the option '{name}' is not of type {more}.", "Give the option a value of its type: {more}."),
        new(FailureCodes.OptionType, @"In module [`'][^'\n]+', you're trying to define a value of type [`'](?<more>[^']+)'\s+rather "
            + @"than an attribute set for the option\s+[`'](?<name>[^']+)'", SubjectKind.Option,
            "The option '{name}' is given a value of type {more}, and what is declared there is a set of options or "
                + NoOption,
            "Let it be what mkOption gives: a helper that lacks an argument gives a function. A set of options takes a set of "
                + "definitions."),
        new(FailureCodes.OptionType, @"expected an option declaration at option path [`'](?<name>[^`']+)[`'] but got (?<more>[^\n]+)",
            SubjectKind.Option,
            "The option '{name}' is declared as {more}, and that is " + NoOption,
            "Declare it with mkOption: lib.mkOption { type = …; default = …; }."),
        new(FailureCodes.OptionUndefined,
            @"The option [`'](?<name>[^']+)' (?:is used but not defined|was accessed but has no value defined)", SubjectKind.Option,
            "The option '{name}' is used but not defined.", "Define the option."),
        new(FailureCodes.OptionUnknown, @"The option [`'](?<name>[^']+)' can no longer be used since it's been removed", SubjectKind.Option,
            "The option '{name}' has been removed.", "Follow the excerpt: it says what replaces the option."),
        new(FailureCodes.OptionUnknown, @"Module [`'](?<file>[^']+)' has an unsupported attribute [`'](?<name>[^']+)'",
            SubjectKind.Attribute,
            "The module '{file}' has options beside 'config' or 'options': '{name}' must be inside one of them.",
            "Move '{name}' into the module's config, or take the words config and options away."),
        new(FailureCodes.Type, @"[‘`']mkIf[’'] called with a non-Boolean condition", SubjectKind.File,
            "mkIf is given a condition that is not a Boolean.",
            "Give it true or false: compare the value, such as cfg.mode == \"static\", or name an option that is a Boolean."),
        new(FailureCodes.Type, @"(?:[Mm]odule (?:[`'](?<file>[^']+)'|(?<file>/\S+) \((?<module>[^)\n]+)\)) does not look like a "
            + @"module|Expected a module, but found a value of type "
            + @"(?<more>[^,\n]+)|Could not load a value as a module, because it is of type (?<more>[^,\n]+))",
            SubjectKind.File, "What is imported as a module is none.",
            "A module is a set, a function that gives one, or the path of a file that holds one."),
    ];
}
