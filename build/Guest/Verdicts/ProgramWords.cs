using System.Text.RegularExpressions;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// What a unit's own program has written to the console, where a guest sends its journal there: in an initrd it is all that is
/// left of it.
/// </summary>
internal static partial class ProgramWords
{
    /// <summary>The line that says why the unit failed; null where its program said nothing of the kind.</summary>
    /// <param name="evidence">The last lines of its console.</param>
    /// <param name="unit">With its suffix.</param>
    public static string? Reason(BootEvidence evidence, string unit) => UnitReason.Choose(
        [
            .. evidence.Console.Tail.Select(line => Spoken().Match(line))
                .Where(match => match.Success && IsOf(match.Groups["program"].Value, unit))
                .Select(match => $"{match.Groups["program"].Value}: {match.Groups["text"].Value}"),
        ], lastWord: false);

    /// <summary>NixOS names the scripts of a unit after it; others are named after their program, as mount and cryptsetup are.</summary>
    private static bool IsOf(string program, string unit) =>
        unit.StartsWith(Script().Replace(program, string.Empty), StringComparison.Ordinal)
        || (program == "mount" && unit.EndsWith(".mount", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? |[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \S+ )"
        + @"(?<program>(?!systemd\[|kernel)[\w.@-]{3,64})\[\d+\]: (?<text>.{1,600})$")]
    private static partial Regex Spoken();

    [GeneratedRegex("-(?:pre-|post-)?(?:start|stop)$")]
    private static partial Regex Script();
}
