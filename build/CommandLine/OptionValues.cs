using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>Checks values of arguments; every error names the argument, the value and what is allowed.</summary>
internal static partial class OptionValues
{
    public static string Text(string name, string value) =>
        value.Length > 0 ? value : throw new UsageException($"--{name} needs a value: --{name}=…");

    public static bool Switch(string name, string value) => value.Length == 0 || value is "true"
        ? true
        : value is "false" ? false : throw new UsageException($"--{name} is a switch and takes no value, but got '{value}'.");

    public static int Number(string name, string value, int least, int most, string unit) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"--{name} takes a whole number of {unit} from {least} to {most}, but got '{value}'.");

    public static T Choice<T>(string name, string value)
        where T : struct, Enum
    {
        var allowed = Enum.GetNames<T>().Select(each => each.ToLowerInvariant()).ToList();
        if (allowed.Contains(value))
        {
            return Enum.Parse<T>(value, ignoreCase: true);
        }

        throw new UsageException($"--{name} takes {string.Join(" or ", allowed)}, but got '{value}'.");
    }

    public static IReadOnlyList<string> Names(string name, string value)
    {
        var names = value.Split(',', StringSplitOptions.TrimEntries);
        return names.Any(each => each.Length == 0)
            ? throw new UsageException($"--{name} takes names separated by commas, but got '{value}'.")
            : [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names of units; <c>none</c> for an empty list, which overrules that of the flake.</summary>
    public static IReadOnlyList<string> Units(string name, string value) => Units(name, value, UnitGlob.IsName, UnitGlob.AllowedNames);

    /// <summary>The same with patterns.</summary>
    public static IReadOnlyList<string> UnitPatterns(string name, string value) =>
        Units(name, value, UnitGlob.IsPattern, UnitGlob.Allowed);

    /// <summary>A folder becomes an absolute path; anything with a scheme stays as it is.</summary>
    public static string Flake(string value, string workingDirectory)
    {
        Text("flake", value);
        return SchemeOrRegistry().IsMatch(value) ? value : Path.GetFullPath(value, workingDirectory);
    }

    private static IReadOnlyList<string> Units(string name, string value, Func<string, bool> fits, string allowed) =>
        value == UnitGlob.None ? [] :
        [
            .. Names(name, value).Select(unit => fits(unit)
                ? unit
                : throw new UsageException($"--{name} takes {allowed}, or {UnitGlob.None}, but got '{unit}'.")),
        ];

    [GeneratedRegex(@"^(flake:|[a-z][a-z0-9+]*:)")]
    private static partial Regex SchemeOrRegistry();
}
