using System.Text;
using System.Text.RegularExpressions;

namespace VmTest.Diagnosis.Source;

/// <summary>The path of an option as the module system shows it: <c>services.nginx.virtualHosts."a.b".root</c>.</summary>
internal static partial class OptionPath
{
    /// <summary>Stands for the name of any instance in texts.</summary>
    public const string Any = "*";

    /// <summary>Its names, without quotes.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        List<string> names = [];
        var name = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && quoted && at + 1 < text.Length)
            {
                name.Append(text[++at]);
            }
            else if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else if (text[at] == '.' && !quoted)
            {
                End();
            }
            else
            {
                name.Append(text[at]);
            }
        }

        End();
        return names;

        void End()
        {
            if (name.Length > 0)
            {
                names.Add(name.ToString() is "<name>" or "‹name›" or "<name?>" ? Any : name.ToString());
                name.Clear();
            }
        }
    }

    /// <summary>The place in a list, counted from 1, that a name such as <c>[definition 1-entry 2]</c> has; null for any other.</summary>
    public static int? Entry(string name) =>
        Element().Match(name) is { Success: true } match && int.TryParse(match.Groups["entry"].Value, out var entry) ? entry : null;

    [GeneratedRegex(@"^\[definition \d+-entry (?<entry>\d+)\]$")]
    private static partial Regex Element();
}
