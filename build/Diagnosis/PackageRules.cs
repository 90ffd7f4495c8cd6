using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Packages that nixpkgs refuses to evaluate (pkgs/stdenv/generic/check-meta.nix, both generations of its wording).</summary>
internal static class PackageRules
{
    private const string Package = @"(?:Package|[Rr]efusing to evaluate package) [‘'`](?<name>[^’'\n]+)[’'] in \S+ (?:because "
        + @")?(?:it )?[^\n]*?";

    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        Rule(FailureCodes.UnfreePackage, Package + @"(?:unfree license|problems: [^\n]*unfree)",
            "The package '{name}' has an unfree license and is refused.",
            "Set nixpkgs.config.allowUnfree = true; or allow only this one: nixpkgs.config.allowUnfreePredicate = pkg: builtins.elem "
                + "(lib.getName pkg) [ \"{pname}\" ];"),
        Rule(FailureCodes.UnfreePackage, Package + "blocklisted license", "The package '{name}' has a blocklisted license and is refused.",
            "Take the license out of nixpkgs.config.blocklistedLicenses, or do without the package."),
        Rule(FailureCodes.BrokenPackage, Package + @"(?:marked as broken|problems: [^\n]*broken)",
            "The package '{name}' is marked as broken.",
            "Use another version of the package or of nixpkgs; nixpkgs.config.allowBroken = true builds it anyway."),
        Rule(FailureCodes.BrokenPackage, Package + "not available on the requested hostPlatform",
            "The package '{name}' is not available on this system's platform.",
            "Leave the package out on this platform; nixpkgs.config.allowUnsupportedSystem = true builds it anyway."),
        Rule(FailureCodes.InsecurePackage, Package + @"(?:marked as insecure|problems: [^\n]*insecure)",
            "The package '{name}' is marked as insecure.",
            "Use a version without known vulnerabilities, or permit it: nixpkgs.config.permittedInsecurePackages = [ \"{name}\" ];"),
        Rule(FailureCodes.BrokenPackage, Package + @"(?<more>[^\n]+)", "The package '{name}' is refused: {more}",
            "Follow the excerpt: it says how to allow the package."),
    ];

    private static EvaluationRule Rule(string code, string pattern, string message, string hint) =>
        new(code, pattern, SubjectKind.Package, message, hint);
}
