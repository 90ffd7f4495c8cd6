using Entry = System.Collections.Generic.KeyValuePair<string, VmTest.Model.FailureExample>;

namespace VmTest.Model.Examples;

/// <summary>Examples of what keeps a configuration from being evaluated.</summary>
internal static class EvaluationExamples
{
    public static IReadOnlyList<Entry> All { get; } =
    [
        new(FailureCodes.Syntax, new("error: syntax error, unexpected '}', expecting ';'", "A missing semicolon on the line before.",
            "A bracket or string that is never closed.")),
        new(FailureCodes.UndefinedVariable, new("error: undefined variable 'pkg'", "A misspelt name.",
            "The function at the head of the module does not name it: { pkgs, lib, ... }:.")),
        new(FailureCodes.MissingAttribute, new("error: attribute 'htopp' missing", "A misspelt package or option.",
            "The nixpkgs of flake.lock is older or newer than the name.")),
        new(FailureCodes.OptionUnknown, new("error: The option `services.ngnix' does not exist.", "A misspelt option.",
            "The module that declares it is not imported.", "An option that a newer NixOS has renamed or removed.")),
        new(FailureCodes.OptionType, new("networking.firewall.allowedTCPPorts = \"22\";", "A string for a number, or one value for a list.",
            "A package for its name, or a name for its package.")),
        new(FailureCodes.OptionConflict, new("error: The option `networking.hostName' has conflicting definition values:",
            "Two modules set the same option.", "A profile or a hardware module sets it as well.")),
        new(FailureCodes.OptionUndefined,
            new("error: The option `services.x.domain' was accessed but has no value defined. Try setting the option.",
            "A service is enabled without what it needs.", "A value is set under a condition that does not hold.")),
        new(FailureCodes.Assertion, new("Failed assertions:", "A service is enabled without what it depends on.",
            "No file system or boot loader is declared.", "Options that exclude each other.")),
        new(FailureCodes.InfiniteRecursion, new("imports = if config.services.x.enable then [ ./x.nix ] else [ ];",
            "imports depends on config or on pkgs.", "An option is defined by its own value.",
            "An overlay uses final where it needs prev.")),
        new(FailureCodes.MissingFile, new("error: path '/nix/store/…-source/hosts/web.nix' does not exist",
            "A file was renamed or never written.",
            "A path is relative to another folder than thought.")),
        new(FailureCodes.UntrackedFile, new("?? hosts/web.nix", "A new file without git add.", "A file that .gitignore leaves out.")),
        new(FailureCodes.UnfreePackage, new("error: Package ‘steam-1.0’ in … has an unfree license (‘unfree’), refusing to evaluate.",
            "Firmware, drivers or programs under a licence that is not free.")),
        new(FailureCodes.BrokenPackage, new("error: Package ‘x-1.0’ in … is marked as broken, refusing to evaluate.",
            "The package fails to build in this nixpkgs.", "It does not exist for this machine's system.")),
        new(FailureCodes.InsecurePackage, new("error: Package ‘openssl-1.1.1w’ in … is marked as insecure, refusing to evaluate.",
            "The package is no longer maintained.", "Another package depends on it.")),
        new(FailureCodes.Call, new("error: function 'anonymous lambda' called with unexpected argument 'inputs'",
            "The function lacks an ellipsis: { pkgs, ... }:.", "An argument that specialArgs does not pass.")),
        new(FailureCodes.Type, new("error: cannot coerce a set to a string: { … }", "A value in the wrong place of an operation.",
            "A missing toString, or a missing attribute name.")),
        new(FailureCodes.Throw, new("throw \"set a domain\"", "A module or library refuses a value.",
            "An alias of a package that was removed.")),
        new(FailureCodes.Data, new("lib.importJSON ./hosts.json", "A data file with an error of syntax.", "A file of another format.")),
        new(FailureCodes.HostUnknown, new("--host=wbe", "A misspelt name.", "The host is in another flake or branch.")),
        new(FailureCodes.FlakeMissing, new("--flake=./machine", "The folder has no flake.nix.", "VmTest was called from another folder.")),
        new(FailureCodes.Impure, new("error: access to absolute path '/etc/nixos/hardware.nix' is forbidden in pure evaluation mode",
            "A path outside of the flake.", "builtins.getEnv, currentSystem or a channel such as <nixpkgs>.")),
        new(FailureCodes.EvaluationWarning, new("evaluation warning: The option `services.x.y' has been renamed to `services.x.z'.",
            "An option that was renamed.", "A default that is about to change: system.stateVersion.")),
        new(FailureCodes.SecretInStore, new("system.build.vmTest.passphrase = \"…\";", "A passphrase for the test is set in the flake.")),
        new(FailureCodes.EvaluationOther, new("error: stack overflow (possible infinite recursion)",
            "Nix failed in words that no rule knows.")),
    ];
}
