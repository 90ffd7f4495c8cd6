using System.Text.RegularExpressions;

namespace VmTest.Nix;

/// <summary>
/// Chooses from a builder's output the one line that says why it failed. A header is no reason (the last line of a traceback
/// is), nor is what a driver says about the program that failed under it, nor a complaint after which the build went on.
/// </summary>
internal static partial class BuilderReason
{
    /// <summary>Lines of a paragraph that are joined into one reason.</summary>
    private const int ParagraphLines = 4;

    /// <summary>Null where no line tells of an error.</summary>
    /// <param name="lines">The lines that are kept, oldest first.</param>
    public static string? Choose(IReadOnlyList<string> lines)
    {
        (ReasonRank Rank, string Text)? best = null;
        for (var index = 0; index < lines.Count; index++)
        {
            var (rank, text) = Read(lines, index);
            if (rank == ReasonRank.None)
            {
                continue;
            }

            // Compilers name the cause first; of what shells and tools say, the last word is what ended the build.
            var later = rank is ReasonRank.Word or ReasonRank.Exception;
            if (best is not { } known || rank > known.Rank || (rank == known.Rank && later))
            {
                best = (rank, text);
            }
        }

        return best?.Text ?? LastWord(lines);
    }

    /// <summary>Where no line is surely an error: the first of those at the end that may be one, or else the very last line.</summary>
    private static string? LastWord(IReadOnlyList<string> lines)
    {
        List<string> said = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !Progress().IsMatch(line))];
        var last = said.FindLastIndex(line => ErrorLines.Classify(line) == LineKind.Hint && !Passing().IsMatch(line));
        while (last > 0 && ErrorLines.Classify(said[last - 1]) == LineKind.Hint)
        {
            last--;
        }

        return last >= 0 ? said[last] : said.LastOrDefault();
    }

    private static (ReasonRank Rank, string Text) Read(IReadOnlyList<string> lines, int index)
    {
        var line = Prefix().Replace(lines[index], string.Empty).Trim();
        if (line.Length == 0 || Passing().IsMatch(line))
        {
            return (ReasonRank.None, line);
        }

        if (Header().IsMatch(line))
        {
            return (ReasonRank.Named, $"{line} {Paragraph(lines, index + 1, wholeSentence: true)}".TrimEnd());
        }

        if (OfNode().Match(line) is { Success: true } node)
        {
            return (ReasonRank.Named, node.Groups["text"].Value);
        }

        if (TestLine().IsMatch(line))
        {
            var counts = lines.Skip(index + 1).Select(each => TestCounts().Match(each)).FirstOrDefault(match => match.Success);
            return (ReasonRank.Driver, counts is null ? line : $"{line} ({counts.Groups["counts"].Value})");
        }

        if (OpenWords().IsMatch(line) && Paragraph(lines, index + 1) is { Length: > 0 } rest)
        {
            return (ReasonRank.Named, $"{line} {rest}");
        }

        if (TracebackHeader().IsMatch(line))
        {
            return Traceback(lines, index + 1) is { } reason ? (ReasonRank.Exception, reason) : (ReasonRank.Driver, line);
        }

        if (Heading().IsMatch(line) && Paragraph(lines, index + 1) is { Length: > 0 } words)
        {
            return (ReasonRank.Named, $"{line.TrimEnd(':')}: {words}");
        }

        if (Killed().IsMatch(line) || Named().IsMatch(line))
        {
            return (ReasonRank.Named, line);
        }

        if (FirstCause(lines, index) is { } cause)
        {
            return (ReasonRank.Named, $"{line}: {cause}");
        }

        return ErrorLines.Classify(line) != LineKind.Error ? (ReasonRank.None, line)
            : Driver().IsMatch(line) ? (ReasonRank.Driver, line)
            : Compiler().IsMatch(line) ? (ReasonRank.Named, line)
            : (ReasonRank.Word, line);
    }

    /// <summary>The first lines after a header, up to an empty one; where there is but one, the next paragraph's, too.</summary>
    private static string Paragraph(IReadOnlyList<string> lines, int from, bool wholeSentence = false)
    {
        var words = new List<string>();
        for (var index = from; index < lines.Count && words.Count < ParagraphLines; index++)
        {
            var line = lines[index].Trim();
            if (line.Length > 0 && !lines[index].StartsWith("CMake ", StringComparison.Ordinal))
            {
                words.Add(line);
            }
            else if (line.Length > 0 || (words.Count > 1 && (!wholeSentence || words[^1].EndsWith('.'))))
            {
                break;
            }
        }

        return string.Join(' ', words);
    }

    /// <summary>What cargo and others say an error was caused by in the end: the last of the chain; null where nothing is said.</summary>
    private static string? FirstCause(IReadOnlyList<string> lines, int index)
    {
        string? cause = null;
        for (index++; index + 2 < lines.Count && lines[index].Length == 0 && lines[index + 1] == "Caused by:"; index += 3)
        {
            cause = lines[index + 2].Trim();
        }

        return cause;
    }

    /// <summary>A traceback's frames are indented; what ends it is not.</summary>
    private static string? Traceback(IReadOnlyList<string> lines, int from)
    {
        for (var index = from; index < lines.Count; index++)
        {
            var line = lines[index].StartsWith("!!! ", StringComparison.Ordinal) ? lines[index][4..] : lines[index];
            if (line.Length > 0 && line != "!!!" && !char.IsWhiteSpace(line[0]))
            {
                return line.Trim();
            }
        }

        return null;
    }

    // Of NixOS's test driver, and of logs that carry the derivation's name.
    [GeneratedRegex(@"^!!! ")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^(?:CMake Error(?: at .*)?:|go: inconsistent vendoring in .*:|pkgs\.buildEnv error: .*:|\* What went wrong:)$")]
    private static partial Regex Header();

    // What is missing, or needed, stands on the lines below.
    [GeneratedRegex(@"^(?!.*\b(?i:warning|note|please|see|more information|log lines)\b)\S.*"
        + @"\b(?:missing|needed|failed|cannot|could not|not found)\b.*:$")]
    private static partial Regex OpenWords();

    // What npm gives as the reason; all its other lines stand around it.
    [GeneratedRegex(@"^npm (?:ERR!|error) (?<text>(?:Error: |`npm ci` can only install|request to \S+ failed|notarget |ERESOLVE "
        + @"|could not resolve|Missing: |Invalid: ).*)$", RegexOptions.IgnoreCase)]
    private static partial Regex OfNode();

    // pytest's short summary, and the line that counts.
    [GeneratedRegex(@"^(?:ERROR|FAILED) \S+::\S")]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^=+ (?<counts>.*\b\d+ (?:failed|errors?)\b.*?) in \d[\d.]*s\b.*=+$")]
    private static partial Regex TestCounts();

    [GeneratedRegex(@"^Traceback \(most recent call last\):?$")]
    private static partial Regex TracebackHeader();

    [GeneratedRegex(@"^(?:--- FAIL: \S+ .*|thread '[^']*'(?: \(\d+\))? panicked at [^']*:)$")]
    private static partial Regex Heading();

    // bash names what a signal ended in the middle of its line; cargo behind the command.
    [GeneratedRegex(@"\bline \d+:\s+\d+ (?:Killed|Segmentation fault|Aborted|Terminated|Bus error|Illegal instruction)\b"
        + @"|\(signal: \d+, SIG\w+")]
    private static partial Regex Killed();

    [GeneratedRegex(
        """
        ^collision\ between\ [`'].*\ and\ [`']
        |^do\ not\ know\ how\ to\ unpack\ source\ archive
        |is\ either\ undefined\ or\ does\ not\ point\ to
        |^(?:\./)?[\w./-]+\.go:\d+(?::\d+)?:\ (?!.*\bwarning\b)\S
        |\bERROR:\ Dependency\ "|^ERR_PNPM_\w+\s+\S
        |\bnot\ in\ (?:gzip|bzip2|xz)\ format|\bFile\ format\ not\ recognized
        |^(?:vet|go):\ .*(?:cannot\ find|no\ required\ module|unknown\ revision)
        |\b[Uu]nknown\ (?:directive|option|keyword|key|command)\b|\b[Uu]nrecogni[sz]ed\ \w|\bBad\ configuration\ option\b
        |^FATAL\ ERROR:\ |\[(?:emerg|alert|crit|ALERT)\]|\bSC\d{4}\ \(error\):
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Named();

    // What a compiler, a linker, a test runner or an interpreter says of the source.
    [GeneratedRegex(
        """
        ^\S+?:\d+(?::\d+)?:\ (?:fatal\ )?(?:error|ERROR)\b|^\S+\ :\ error\ [A-Z]+\d+:
        |^[^\s(]+\(\d+(?:,\d+)?\):\ error\b
        |^(?:fatal\ )?error(?:\[\w+\])?:\ (?!could\ not\ compile|test\ failed|build\ failed|aborting\ due|builder\ for
            |subprocess-exited|metadata-generation|legacy-install)
        |undefined\ (?:reference|symbol)|cannot\ find\ -l|multiple\ definition\ of
        |^configure:\ error:|substituteStream\(\).*\ ERROR:
        |\*\*\*\ No\ rule\ to\ make\ target
        |^E\s{3,}\S|^not\ ok\ \d|^panic:|\bAssertion\b.*\bfailed\b|^assertion\ .*failed
        |^Hunk\ \#\d+\ FAILED
        |^(?:\w+\.)*[A-Z]\w*(?:Error|Exception)(?::|$)|^Error:\ \S
        |^\w[\w-]*-config:|^ERROR:\ \S
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Compiler();

    // What stands above the failed program, and only counts or repeats.
    [GeneratedRegex(
        """
        ^(?:g?make|ninja|collect2|cc1\w*)(?:\[\d+\])?:\ |^(?:npm|pnpm|yarn)\ |^error:\ could\ not\ compile|^error:\ test\ failed
        |^ERROR:\ (?:npm|pnpm|yarn)\ failed\ to\ install|^error:\ the\ following\ (?:build\ )?command\ failed
        |^FAIL(?:ED)?\b|^CMake\ \w+\ step\ failed|^-- Configuring incomplete|^Configuring\ incomplete
        |^tar:\ (?:Child\ returned|Error\ is\ not\ recoverable|Exiting)|^test\ result:|^Test\ "[^"]*"\ failed
        |^test\ .*\ \.\.\.\ FAILED|\bdue\ to\ \d+\ previous\ error|^(?:Tests?|Suites?):?\ |^error:\ (?:build\ failed|aborting\ due)
        |^\d+\ (?:tests?\ )?(?:failed|out\ of)|^=+\ .*\ =+$|^error:\ (?:subprocess-exited|metadata-generation|legacy-install)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Driver();

    // Of stdenv and of tools that say what they do.
    [GeneratedRegex(@"^@nix \{|^Running phase: |^(?:un)?packing |^source root is |^\w+ing (?:phase|sources?|directory|flags)\b"
        + @"|: (?:Entering|Leaving) directory |^[-=]+$")]
    private static partial Regex Progress();

    // Said by healthy builds, too: there is no Git, no terminal and no /etc in a sandbox.
    [GeneratedRegex(
        """
        ^fatal:\ (?:not\ a\ git\ repository|No\ names\ found)|\bgit:\ (?:command\ )?not\ found$|:\ git:\ No\ such\ file
        |/etc/(?:os-release|lsb-release|passwd|group|hosts|resolv\.conf):\ No\ such\ file
        |^(?:grep|find|cat|ls|tput|mesg|stty|which|dircolors):\ |^warning:|\ WARNING:|^configure:\ WARNING:
        |^machine\ \#|^\d+\ (?:errors?|warnings?)(?:\ and\ \d+\ errors?)?\ generated\.?$
        |:\ pop_var_context:\ head\ of\ shell_variables|^compilation\ terminated|^For\ more\ information
        |^npm\ (?:ERR!|error)(?:$|\ (?:code|errno|syscall|path|workspace|location|command|A\ complete\ log)\b)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Passing();
}
