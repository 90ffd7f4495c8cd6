using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Fills <c>{name}</c> in our own sentences. What is filled in is not read again.</summary>
internal static partial class Template
{
    public static string Fill(string template, Func<string, string> value) =>
        Hole().Replace(template, match => value(match.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Hole();
}
