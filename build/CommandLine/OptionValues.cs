using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>Checks values of arguments; every error names the argument, the value and what is allowed.</summary>
internal static partial class OptionValues
{
    private const string HostsAttribute = "nixosConfigurations.";

    public static string Text(string name, string value) =>
        value.Length > 0 ? value : throw new UsageException($"--{name} needs a value: --{name}=…");

    /// <summary>An absolute path; where a link leads to a folder, that folder.</summary>
    public static string Folder(string name, string value, string workingDirectory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Text(name, value), workingDirectory));
        return new DirectoryInfo(path) is { Exists: true } folder ? folder.ResolveLinkTarget(true)?.FullName ?? path : path;
    }

    /// <summary>What to compare with: a word, the ID of a run, or a folder that exists.</summary>
    public static ComparisonChoice Comparison(string name, string value, string workingDirectory) => value switch
    {
        "last" => ComparisonChoice.Last,
        "none" => ComparisonChoice.None,
        _ when RunNames.IsId(value) => new ComparisonChoice(Run: value),
        _ when Folder(name, value, workingDirectory) is var folder && Directory.Exists(folder) => new ComparisonChoice(Folder: folder),
        _ => throw new UsageException(
            $"--{name} takes last, none, the ID of a run such as 20261123-074512-3f9a51c0, or a folder with records, but got '{value}'."),
    };

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

    /// <summary>
    /// A folder becomes an absolute path; anything with a scheme stays as it is. Behind <c>#</c> stands a host, as every tool
    /// of Nix takes it: by its name, or by its attribute.
    /// </summary>
    public static (string Flake, string? Host) Flake(string value, string workingDirectory)
    {
        Text("flake", value);
        var hasScheme = SchemeOrRegistry().IsMatch(value);
        if (value.Split('#', 2) is not [var reference, var attribute]
            || (!hasScheme && Directory.Exists(Path.GetFullPath(value, workingDirectory))))
        {
            return (hasScheme ? value : Path.GetFullPath(value, workingDirectory), null);
        }

        var host = attribute.StartsWith(HostsAttribute, StringComparison.Ordinal) ? attribute[HostsAttribute.Length..] : attribute;
        host = host is ['"', .. var quoted, '"'] ? quoted : host;
        return host.Length == 0
            ? throw new UsageException($"--flake takes a host behind #, such as .#web, but got '{value}'.")
            : (hasScheme ? reference : Path.GetFullPath(reference.Length == 0 ? "." : reference, workingDirectory), host);
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
