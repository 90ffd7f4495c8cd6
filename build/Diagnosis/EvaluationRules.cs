using System.Text.RegularExpressions;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>The evaluation errors that are known, most telling first. Their words are the same in every Nix since 2.8.</summary>
internal static class EvaluationRules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        Rule(FailureCodes.OptionUnknown, @"The option `(?<name>[^']+)' does not exist", SubjectKind.Option,
            "The option '{0}' does not exist.", "Correct the option's name, or import the module that declares it."),
        Rule(FailureCodes.OptionConflict, @"The option `(?<name>[^']+)' has conflicting definition values", SubjectKind.Option,
            "The option '{0}' has conflicting definitions.", "Keep one definition, or give one of them priority with lib.mkForce."),
        Rule(FailureCodes.OptionType, @"A definition for option `(?<name>[^']+)' is not of type `(?<more>[^']+)'", SubjectKind.Option,
            "A definition of the option '{0}' is not of type {1}.", "Give the option a value of its type."),
        Rule(FailureCodes.OptionUndefined, @"The option `(?<name>[^']+)' (?:is used but not defined|was accessed but has no value defined)", SubjectKind.Option,
            "The option '{0}' is used but not defined.", "Define the option."),
        Rule(FailureCodes.Assertion, @"Failed assertions:\s*-\s*(?<name>[^\n]+)", SubjectKind.Option,
            "An assertion of the configuration failed: {0}", "Change the configuration as the assertion says."),
        Rule(FailureCodes.Syntax, @"syntax error, (?<name>unexpected [^\n]+)", SubjectKind.File,
            "Syntax error: {0}.", "Correct the syntax at the place named."),
        Rule(FailureCodes.UndefinedVariable, @"undefined variable '(?<name>[^']+)'", SubjectKind.Attribute,
            "The variable '{0}' is not defined.", "Define it, correct its name, or add it to the function's arguments."),
        Rule(FailureCodes.MissingAttribute, @"attribute '(?<name>[^']+)' missing", SubjectKind.Attribute,
            "The attribute '{0}' is missing.", "Correct its name, or define it."),
        Rule(FailureCodes.MissingAttribute, @"does not provide attribute (?<name>.+)", SubjectKind.Attribute,
            "The flake does not provide the attribute {0}.", "Define it in the flake's outputs."),
        Rule(FailureCodes.InfiniteRecursion, @"(?<name>infinite recursion) encountered", SubjectKind.Option,
            "The evaluation runs into an infinite recursion.", "Break the cycle: a value must not depend on itself."),
        Rule(FailureCodes.MissingFile, @"(?:getting status of|opening file|path) '(?<name>[^']+)'(?:: No such file or directory| does not exist)", SubjectKind.File,
            "The file '{0}' does not exist.", "Create it or correct its path; in a Git repository, git add it, for Nix does not see untracked files."),
        Rule(FailureCodes.UntrackedFile, @"Path '(?<name>[^']+)' in the repository .* is not tracked by Git", SubjectKind.File,
            "The file '{0}' is not tracked by Git, so Nix does not see it.", "Run git add on it."),
        Rule(FailureCodes.Call, @"called (?:without required|with unexpected) argument '(?<name>[^']+)'", SubjectKind.Attribute,
            "A function is called with a wrong set of arguments: '{0}'.", "Pass what the function declares."),
    ];

    private static EvaluationRule Rule(string code, string pattern, SubjectKind subject, string message, string hint) =>
        new(code, new Regex(pattern, Options), subject, message, hint);
}
