using System.Text.RegularExpressions;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>One kind of evaluation error: how to know it, and what to say.</summary>
/// <param name="Code">The failure's code.</param>
/// <param name="Pattern">Matches the core of Nix's message; its group <c>name</c> is the subject.</param>
/// <param name="Subject">What the subject is.</param>
/// <param name="Message">One sentence; <c>{0}</c> is the subject, <c>{1}</c> the group <c>more</c>.</param>
/// <param name="Hint">What to do next.</param>
internal sealed record EvaluationRule(string Code, Regex Pattern, SubjectKind Subject, string Message, string Hint);
