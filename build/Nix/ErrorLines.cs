using System.Buffers;
using System.Text.RegularExpressions;

namespace VmTest.Nix;

/// <summary>
/// Tells the lines of compilers, test runners and shells that report an error from those that only have the word in
/// them: "0 errors", "checking for error: no", "-Werror".
/// </summary>
internal static partial class ErrorLines
{
    // A line with none of these is noise; this is asked for every line of every builder and costs next to nothing.
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "error", "fail", "fatal", "exception", "traceback", "panic", "undefined", "cannot", "can't", "could not", "not found",
            "no such",
            "denied", "killed", "abort", "segmentation", "not ok", "unable", "***", "no space", "missing", "curl: (", "mismatch",
            "out of memory", "assert", "npm err", "terminated", "illegal instruction", "bus error", "collision", "conflicting",
            "do not know how", "inconsistent", "not in ", "is explicitly", "undefined or", "sigkill", ".go:",
            "unknown directive", "unknown option", "unknown keyword", "unknown key ", "unknown command", "unrecogni", "bad configuration",
            ": bad ", "expecting ", "exclude all", "unbound variable", "[emerg]", "[alert]", "refusing",
            "(warning):", "(info):", "(style):", "err_pnpm", "went wrong", "needed",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static LineKind Classify(string line)
    {
        if (!line.AsSpan().ContainsAny(Words))
        {
            return LineKind.Noise;
        }

        return Counted().IsMatch(line) ? LineKind.Error
            : Harmless().IsMatch(line) ? LineKind.Noise
            : Certain().IsMatch(line) ? LineKind.Error
            : LineKind.Hint;
    }

    // "3 failed, 0 errors" tells of failures whatever else it counts.
    [GeneratedRegex(@"(?<![\w.,-])[1-9]\d* (?:tests? |checks? |examples? |suites? "
        + @")?(?:failed|failures?|errors?)\b|\b(?:failed|failures|errors): *[1-9]|^not ok \d", RegexOptions.IgnoreCase)]
    private static partial Regex Counted();

    // A count of none, an answer "no", a compiler flag, a test that was meant to fail, a file or a function of that name.
    [GeneratedRegex(
        """
        (?<![\w.,])(?:0|no|zero) (?:\w+ )?(?:errors?|fail(?:ures|ed|ure)?|exceptions?)\b
        |without (?:any )?(?:errors?|failures?)
        |(?:errors?|fail(?:ures?|ed)|exceptions?)["']?\s*[:=]\s*(?:no|none|0|off|false|ok|disabled|nil|null|n/a)?[.,;]?\s*$
        |(?:errors?|fail(?:ures?|ed)|exceptions?)["']?\s*[:=]\s*0\b
        |\bchecking\b.*\.\.\.
        |expected[ _-](?:fail|error)
        |\bxfail(?:ed)?\b
        |\(ignored\)
        |^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld|ar|install|mkdir|cp)\s
        |^\s*(?:\[\s*\d+(?:%|/\d+)\]?\s*)?(?:compiling|building|linking|installing|copying|downloading)\b
        |^\s*(?:\[\s*\d+(?:%|/\d+)\]?\s*)?(?:unpacking|generating|scanning|patching|checking)\b
        |^\s*(?:CC|CXX|LD|AR|AS|GEN|INSTALL)\s
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Harmless();

    [GeneratedRegex(
        """
        \b(?:error|ERROR)(?:\s*\[?[A-Z]{1,6}-?\d+\]?)?\s*:          # gcc, clang, rustc, javac, C#, nix, configure
        |\b(?:Error|Exception)\b(?::|\s+at\b)
        |^\s*(?:\w+\.)*\w+(?:Error|Exception)\b(?::|$)        # Python, Java, JavaScript
        |^Traceback\ \(most\ recent\ call\ last\)
        |^E\s{3,}\S                                           # pytest
        |^(?:\s*|.*\s)(?:FAIL|FAILED|FATAL|PANIC)\b
        |^---\ FAIL
        |\btest\ .*\.\.\.\ FAILED
        |\*\*\*.*(?:Error\ \d+|No\ rule|Stop\.|failed)
        |undefined\ (?:reference|symbol)|cannot\ find\ -l|multiple\ definition\ of
        |\bfatal(?:\ error)?:
        |panicked\ at|^panic:|\bSegmentation\ fault|\bcore\ dumped|\bAborted\b|\bAssertion\b.*\bfailed\b|assertion\ failed
        |:\ (?:command\ )?not\ found$|:\ command\ not\ found
        |:\ (?:No\ such\ file\ or\ directory|Permission\ denied|No\ space\ left\ on\ device|Read-only\ file\ system|cannot\ execute)
        |No\ space\ left\ on\ device|out\ of\ memory|Cannot\ allocate\ memory|virtual\ memory\ exhausted
        |^(?:npm\ ERR!|npm\ error|CMake\ Error|ninja:\ build\ stopped|collect2:|ERROR\b|Error\b)|\[ERROR\]
        |curl:\ \(\d+\)|Could\ not\ resolve\ host|unable\ to\ (?:download|access)
        |can't\ cd\ to|substituteStream\(\).*ERROR|Killed$
        |\bline\ \d+:\s+\d+\ (?:Killed|Aborted|Terminated|Bus\ error|Illegal\ instruction)\b|\(signal:\ \d+,\ SIG
        |^collision\ between\ |conflicting\ subpath:$|^do\ not\ know\ how\ to\ unpack|inconsistent\ vendoring
        |\bnot\ in\ (?:gzip|bzip2|xz)\ format|is\ either\ undefined\ or\ does\ not
        |^(?:\./)?[\w./-]+\.go:\d+(?::\d+)?:\ \S
        |\b[Uu]nknown\ (?:directive|option|keyword|key|command)\b|\b[Uu]nrecogni[sz]ed\ \w|\bBad\ configuration\ option\b
        |^[a-z][\w.-]*:\ bad\ \S|^Expecting\ |\bcannot\ load\ such\ file\b|^Can't\ locate\ |\bexclude\ all\ Go\ files\b
        |:\ unbound\ variable$|\[(?:emerg|alert|crit|ALERT)\]|\bSC\d{4}\ \((?:error|warning|info|style)\):
        |^Package\ '?[\w.+-]+'?,?\ .*\bnot\ found|^\s*ERR_PNPM_\w+\ |^\*\ What\ went\ wrong:
        |\bmissing\ or\ private\ dependencies:$|^go:\ .*\bneeded\b
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Certain();
}
