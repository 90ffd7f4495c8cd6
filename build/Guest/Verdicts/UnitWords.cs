using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Guest.Journal;

namespace VmTest.Guest.Verdicts;

/// <summary>What the journal has of why a unit, or a part of the activation script, failed.</summary>
internal static partial class UnitWords
{
    private const string Snippet = "Activation script snippet '";

    /// <summary>The line that says why; null where none does.</summary>
    /// <param name="evidence">Its journal.</param>
    /// <param name="unit">With its suffix.</param>
    /// <param name="result">systemd's word for how it ended: a program that was ended from outside has not said why.</param>
    public static string? Reason(BootEvidence evidence, string unit, string result) =>
        UnitReason.Choose(evidence.Journal.LinesOf(unit), result is "exit-code" or "start-limit-hit" or "protocol" or "resources");

    /// <summary>The same of a part of the activation script: of what was said since the part before it.</summary>
    /// <param name="evidence">Its journal.</param>
    /// <param name="line">systemd's word, or the script's, that the part failed.</param>
    public static string? ReasonOfSnippet(BootEvidence evidence, string line)
    {
        var said = evidence.Journal.LinesOf(GuestJournal.SecondStage);
        var end = said.ToList().FindIndex(each => each.Contains(line, StringComparison.Ordinal));
        var before = said.Take(Math.Max(end, 0)).Reverse().TakeWhile(each => !each.Contains(Snippet, StringComparison.Ordinal));
        return UnitReason.Choose([.. before.Reverse()], lastWord: false);
    }

    /// <summary>The exit status of a program of ExecStartPre= or ExecStartPost=, of which systemctl shows none.</summary>
    public static int? ControlStatus(BootEvidence evidence, string unit) => evidence.Journal.LinesOf(unit)
        .Select(line => Control().Match(line)).LastOrDefault(match => match.Success) is { } exit
        ? int.Parse(exit.Groups["status"].Value, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"^systemd: \S{1,255}: Control process exited, code=exited, status=(?<status>\d{1,3})\b")]
    private static partial Regex Control();
}
