using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Files that an evaluation cannot have.</summary>
internal static class FileRules
{
    private const string Missing = "Create it or correct its path.";
    private const string PureHint = "Put what is needed into the flake, or make it an input: an evaluation sees nothing else.";

    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        new(FailureCodes.UntrackedFile, @"Path '(?<name>[^\n]+?)' in the repository [^\n]*? is not tracked by Git", SubjectKind.File,
            "The file '{name}' is not tracked by Git, so Nix does not see it.", "Run: git add {quoted}"),
        new(FailureCodes.MissingFile, @"Path '(?<name>[^\n]+?)' does not exist in Git repository", SubjectKind.File,
            "The file '{name}' does not exist.", Missing),
        new(FailureCodes.MissingFile, @"(?:getting status of|opening file|reading file|cannot read directory|opening directory|cannot "
            + @"open file|reading symbolic link) '(?<name>[^\n]+?)': No such file or directory",
            SubjectKind.File, "The file '{name}' does not exist.", Missing),
        new(FailureCodes.MissingFile, @"(?:path|file|directory) '(?<name>[^\n]+?)' does not exist", SubjectKind.File,
            "The file '{name}' does not exist.", Missing),
        new(FailureCodes.MissingFile, @"file '(?<name>[^']+)' was not found in the Nix search path", SubjectKind.File,
            "The name <{name}> is in no search path.", "Use an input of the flake in place of <{name}>: a flake has no search path."),
        new(FailureCodes.Impure, @"cannot build '(?<name>[^']+)' during evaluation (?:because|as|since) [^\n]*(?:import-from-derivation|"
            + @"import from derivation)[^\n]*|(?<name>import from derivation) is disabled", SubjectKind.Derivation,
            "The evaluation has to build '{name}' first (import from derivation), and that is not allowed here.",
            "Take out what reads a built file while evaluating (import, readFile, fromJSON of a derivation), or set "
                + "allow-import-from-derivation = true in nix.conf."),
        new(FailureCodes.Impure, @"access to (?:canonical )?path '(?<name>[^']+)' is forbidden in restricted mode", SubjectKind.File,
            "The configuration reads '{name}', which lies outside what this evaluation may read.",
            "Move the file into the flake and name it by a path relative to the file that uses it, or make it an input."),
        new(FailureCodes.Impure, @"access to (?:absolute )?path '(?<name>[^']+)' is forbidden in pure eval", SubjectKind.File,
            "The evaluation reads '{name}', which lies outside the flake.", PureHint),
        new(FailureCodes.Impure, @"access to URI '(?<name>[^']+)' is forbidden", SubjectKind.Url,
            "The evaluation reads '{name}', which is not allowed.", PureHint),
        new(FailureCodes.Impure, @"cannot look up '?(?<name><[^>]+>)'? in pure eval", SubjectKind.File,
            "The evaluation looks up '{name}', which a flake does not have.",
            "Use an input of the flake in its place: nixpkgs as an argument of outputs instead of <nixpkgs>."),
        new(FailureCodes.Impure, @"in pure evaluation mode, '?(?<name>\w+)'? requires a '?(?:sha256|rev)'?", SubjectKind.Attribute,
            "The function '{name}' needs a fixed hash or revision in a flake.",
            "Give it the hash (sha256) or revision (rev), or make it an input of the flake."),
        new(FailureCodes.Type, @"(?:reading from file|read of \d+ bytes): (?<more>Is a directory|Not a directory)", SubjectKind.File,
            "A path cannot be read: {more}.", "Name a file where a file is read, and a folder where a folder is read."),
        new(FailureCodes.Type, @"(?:reading|opening)(?: from)? (?:file|directory) '(?<name>[^']+)': (?<more>Is a directory|Not a "
            + @"directory)", SubjectKind.File,
            "The path '{name}' cannot be read: {more}.", "Name a file where a file is read, and a folder where a folder is read."),
        new(FailureCodes.Type, @"(?:reading from file|cannot (?:read|import)) '(?<name>[^']+)', since it (?<more>[^\n]+)", SubjectKind.File,
            "The path '{name}' cannot be read: it {more}.", "Name a file where a file is read, and a folder where a folder is read."),
    ];
}
