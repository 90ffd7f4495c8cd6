using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Data files that an evaluation reads and that are malformed.</summary>
internal static class DataRules
{
    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        Rule(@"(?<file>(?<name>[^'\n]*flake\.lock))': (?<more>[^\n]*(?:parse error|json\.)[^\n]*)",
            "The lock file '{name}' is not valid JSON: {more}"),
        Rule(@"(?:failed to parse JSON:?|\[json\.exception\.[^\]]*\]|error parsing JSON:?)\s*(?<more>[^\n]+)",
            "Data that is read as JSON is malformed: {more}"),
        Rule(@"(?:while parsing (?:a )?TOML(?: string)?:?|\[error\] toml::)\s*(?<more>[^\n]+)",
            "Data that is read as TOML is malformed: {more}"),
        Rule(@"(?<more>(?:unexpected end of|invalid|malformed) (?:JSON|TOML|XML)[^\n]*)", "Data that is read is malformed: {more}"),
        Rule(@"invalid (?:regular expression|hash|SRI hash|base-\d+ hash)[ :]*'?(?<more>[^'\n]*)'?", "A value is malformed: {more}"),
        Rule(@"hash '(?<more>[^']*)' (?:has wrong length|is not a valid|does not include a type)[^\n]*", "The hash '{more}' is malformed."),
    ];

    private static EvaluationRule Rule(string pattern, string message) =>
        new(FailureCodes.Data, pattern, SubjectKind.File, message, "Correct the data at the place that the message names.");
}
