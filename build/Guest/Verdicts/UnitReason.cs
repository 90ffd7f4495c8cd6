using System.Text.RegularExpressions;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// Chooses of what a failed unit said the one line that says why. What systemd says of a step before the program counts most,
/// then an exception, an error of the operating system, and what the program itself calls fatal or an error; where it calls
/// nothing so, its last word.
/// </summary>
internal static partial class UnitReason
{
    private const string Manager = "systemd";
    private const int MaximumLength = 400;

    /// <summary>Null where nothing that was said tells why.</summary>
    /// <param name="lines">Each with who says it before the first colon, oldest first.</param>
    /// <param name="lastWord">Whether the last word will do: of a program that was ended from outside it tells nothing.</param>
    public static string? Choose(IReadOnlyList<string> lines, bool lastWord = true)
    {
        var said = lines.Select(Parse).ToList();
        (UnitRank Rank, string Text)? best = null;
        for (var index = 0; index < said.Count; index++)
        {
            var (rank, text) = Read(said, index);
            // The first error is the cause of those after it; what ends a traceback, a script or a program comes last.
            var later = rank is UnitRank.Exception or UnitRank.Tool or UnitRank.Word;
            if (rank != UnitRank.None && (best is not { } known || rank > known.Rank || (rank == known.Rank && later)))
            {
                best = (rank, text);
            }
        }

        return best is not { } chosen || (chosen.Rank == UnitRank.Word && !lastWord) ? null : OneLine(chosen.Text);
    }

    private static string OneLine(string text)
    {
        // JSON may have had control characters in it.
        var plain = string.Concat(text.Select(each => char.IsControl(each) ? ' ' : each));
        var line = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ':');
        return line.Length > MaximumLength ? $"{line[..MaximumLength]}…" : line;
    }

    private static LogWords Parse(string line) =>
        line.Split(": ", 2) is [var who, var text] ? LogWords.Parse(who, text) : LogWords.Parse(string.Empty, line);

    private static (UnitRank Rank, string Text) Read(IReadOnlyList<LogWords> said, int index)
    {
        var (who, level, text) = said[index];
        if (OfManager().Match(text) is { Success: true } step)
        {
            return (UnitRank.Manager, step.Groups["what"].Value);
        }

        if (who == Manager || level == LogLevel.Quiet || text.Length == 0 || Noise().IsMatch(text))
        {
            return (UnitRank.None, text);
        }

        if (Heading().IsMatch(text) && index + 1 < said.Count && said[index + 1].Who == who && said[index + 1].Text.Length > 0)
        {
            var next = said[index + 1].Text;
            return (text.Contains("atal", StringComparison.Ordinal) ? UnitRank.Exception
                : Errors().IsMatch(text) ? UnitRank.Fatal : UnitRank.Word,
                $"{text.TrimEnd(':')}: {next}");
        }

        return Exception().IsMatch(text) ? (UnitRank.Exception, text)
            : Tool().IsMatch(text) ? (Errors().IsMatch(text) || System().IsMatch(text) ? UnitRank.Tool : UnitRank.Word, text)
            : System().IsMatch(text) ? (UnitRank.System, text)
            : level == LogLevel.Fatal ? (UnitRank.Fatal, text)
            : level == LogLevel.Error || Errors().IsMatch(text) ? (UnitRank.Error, text)
            : (UnitRank.Word, text);
    }

    // Before a program runs, systemd speaks for it, as itself or as the process that will become it (systemd's src/core).
    [GeneratedRegex(@"^\S{1,255}\.(?:service|socket|mount|swap|automount|path|timer): (?<what>Failed to (?:set up|load|create"
        + @"|listen on sockets"
        + @"|determine|spawn|drop|apply|open|initialize|attach|prepare|execute|find|change|run) .{1,400}|Failed at step .{1,400}"
        + @"|Unable to locate executable .{1,400}|Service (?:has no|lacks) .{1,300}|Bad unit file setting.{0,300}"
        + @"|Start operation timed out.{0,100}not reached)")]
    private static partial Regex OfManager();

    // Steps of a script, frames of a stack, lists of what to do, and what stands around an error.
    [GeneratedRegex("""
        ^(?:\++\ |\#\d+\ |\s*at\ \S+\(|\s*File\ "|\s*\^|\s*~|\[\#\]\ |-\ |\(EE\)$|\{main\}|dmesg\(1\)\ may\ have)
        |^(?:Please\ |Try\ [`'"]|Tell\ us|See\ |Hint:|hint:|Usage:|usage:|For\ help|Stack\ trace|Traceback\ )
        |^\[\ .*\ \]$|^Consumed\ |\bsyntax\ (?:check\ OK|is\ ok)\b
        |^the\ database\ system\ is\ (?:starting\ up|shut)|\b0\ (?:errors|failed)\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^(?!Traceback|Stack trace)[^:]{3,80}:$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:[\w.\\]{1,80}\.)?[A-Z]\w{0,60}(?:Error|Exception|Failure)\b(?::| in )|^(?:Exception|panic"
        + @"|thread '[^']*' panicked)(?::| at )")]
    private static partial Regex Exception();

    // Of these, a script goes on after most complaints: only the last one may have ended it.
    [GeneratedRegex(@"^(?:/\S*/)?(?:rm|cp|mv|ln|chmod|chown|chgrp|mkdir|rmdir|cat|touch|install|stat|ls|grep|sed|awk|kill|umount"
        + @"|readlink|find): ")]
    private static partial Regex Tool();

    // strerror(3), as C, Go, Rust and others print it.
    [GeneratedRegex(@"no such file or directory|permission denied|operation not permitted|read-only file system|file exists|is a directory"
        + @"|not a directory|address (?:already )?in use|cannot assign requested address|connection (?:refused|reset|timed out)"
        + @"|network is unreachable|no route to host|no space left on device|device or resource busy|invalid argument"
        + @"|(?:operation|protocol|address family) not supported|input/output error|too many open files|cannot allocate memory"
        + @"|exec format error|name or service not known|temporary failure in name resolution|no such (?:device|host|process)"
        + @"|directory not empty|inappropriate ioctl|already mounted|bad (?:address|file descriptor)", RegexOptions.IgnoreCase)]
    private static partial Regex System();

    [GeneratedRegex(@"\b(?:errors?|fatal|fail(?:ed|ure|s)?|cannot|can't|could ?n[o']t|unable|denied|refus(?:ed|ing)|not found"
        + @"|no such|invalid"
        + @"|illegal|unknown|unrecogni[sz]ed|unsupported|unexpected|not (?:supported|allowed|permitted|a directory|installed)"
        + @"|does ?n[o']t exist"
        + @"|does not exist|missing|malformed|corrupt(?:ed)?|mismatch|expired|exceeded|timed? ?out|panic|abort(?:ed|ing)?|must (?:be|not)"
        + @"|would be clobbered|conflicts?)\b|\bno \w+ (?:data )?found\b", RegexOptions.IgnoreCase)]
    private static partial Regex Errors();
}
