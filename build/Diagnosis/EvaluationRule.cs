using System.Text.RegularExpressions;
using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>
/// One kind of evaluation error: how to know it, and what to say. The texts may hold <c>{group}</c>, a group of the
/// pattern; a group <c>file</c> (with <c>line</c> and <c>column</c>) is a place, and is named relative to the flake.
/// </summary>
/// <param name="Code">The failure's code.</param>
/// <param name="Pattern">Matches the core of Nix's message; its group <c>name</c> is the subject.</param>
/// <param name="Subject">What the subject is.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do next.</param>
internal sealed record EvaluationRule(string Code, Regex Pattern, SubjectKind Subject, string Message, string Hint)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    public EvaluationRule(string code, string pattern, SubjectKind subject, string message, string hint)
        : this(code, new Regex(pattern, Options, BuildRule.PatternMatch), subject, message, hint)
    {
    }

    /// <summary>Whether the words stand in a frame of the trace and not in the cause.</summary>
    public bool InTrace { get; init; }
}
