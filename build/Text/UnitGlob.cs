using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace VmTest.Text;

/// <summary>Names of systemd units, and patterns of them with <c>*</c> and <c>?</c> as <c>systemctl</c> takes them.</summary>
internal static partial class UnitGlob
{
    /// <summary>Stands for an empty list where a list of units is asked for.</summary>
    public const string None = "none";

    /// <summary>What a list of patterns takes, for an error.</summary>
    public const string Allowed = "names of systemd units, or patterns of them, such as acme-*.service";

    /// <summary>What a list of names takes, for an error.</summary>
    public const string AllowedNames = "full names of systemd units such as sshd.service";

    public static bool IsName(string text) => UnitName().IsMatch(text);

    /// <summary>Whether it is a name, or a pattern that names a kind of unit: <c>*</c> alone would allow everything.</summary>
    public static bool IsPattern(string text) => Pattern().IsMatch(text);

    /// <summary>Whether a unit has a name that the pattern matches.</summary>
    public static bool Matches(string pattern, string unit) =>
        FileSystemName.MatchesSimpleExpression(Plain(pattern), unit, ignoreCase: false);

    /// <summary>A backslash is a character of units' names, and not an escape as it is in expressions of .NET.</summary>
    private static string Plain(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);

    // systemd.unit(5): the characters of a unit's name, and the unit types.
    [GeneratedRegex(@"^[A-Za-z0-9:_.\\@-]{1,248}\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$")]
    private static partial Regex UnitName();

    [GeneratedRegex(@"^(?=[^.]*[A-Za-z0-9@])[A-Za-z0-9:_.\\@*?-]{1,248}"
        + @"\.(\*|service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$")]
    private static partial Regex Pattern();
}
