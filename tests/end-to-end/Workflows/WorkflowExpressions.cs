using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>
/// As much of the expressions of GitHub workflows as vm-test.yml uses: paths into contexts, texts, true and false, ||, &amp;&amp;, ==,
/// != and always(). Anything else is an error, so that nothing is passed over.
/// </summary>
internal sealed partial class WorkflowExpressions(JObject contexts)
{
    /// <summary>A text with its expressions replaced by their values.</summary>
    public string Expand(string text) => Expression().Replace(text, match => Value(match.Groups["inner"].Value));

    /// <summary>Whether a step or a job runs.</summary>
    /// <param name="condition">Null where none is given.</param>
    /// <param name="soFar">Whether all before it succeeded.</param>
    public bool Holds(string? condition, bool soFar)
    {
        var always = condition?.Contains("always()", StringComparison.Ordinal) == true;
        return (soFar || always) && (condition is null || condition.Split("&&").All(part => Truth(part.Trim())));
    }

    private bool Truth(string term)
    {
        if (term == "always()")
        {
            return true;
        }

        var different = term.Split(" != ");
        if (different.Length == 2)
        {
            return Value(different[0]) != Value(different[1]);
        }

        var equal = term.Split(" == ");
        return equal.Length == 2 ? Value(equal[0]) == Value(equal[1]) : throw new NotSupportedException(term);
    }

    private string Value(string expression) =>
        expression.Split("||").Select(part => Operand(part.Trim())).FirstOrDefault(value => value.Length > 0) ?? string.Empty;

    private string Operand(string operand)
    {
        if (operand.Length >= 2 && operand[0] == '\'' && operand[^1] == '\'')
        {
            return operand[1..^1];
        }

        if (operand is "true" or "false")
        {
            return operand;
        }

        if (operand.StartsWith("hashFiles(", StringComparison.Ordinal))
        {
            return "0";
        }

        if (!Reference().IsMatch(operand))
        {
            throw new NotSupportedException(operand);
        }

        JToken? value = contexts;
        foreach (var name in operand.Split('.'))
        {
            value = (value as JObject)?[name];
        }

        return (string?)value ?? string.Empty;
    }

    [GeneratedRegex(@"\$\{\{(?<inner>.*?)\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex("^[a-z_]+(\\.[A-Za-z0-9_-]+)+$")]
    private static partial Regex Reference();
}
