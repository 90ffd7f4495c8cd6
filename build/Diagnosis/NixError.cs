using System.Text.RegularExpressions;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>
/// One error message of Nix, taken apart. Up to 2.18 it begins with the cause, and the frames of the trace follow from the
/// inside out; later versions put the frames first, from the outside in, and the cause last.
/// </summary>
internal sealed partial class NixError
{
    private const string Marker = "error:";

    private readonly NixMessage message;

    public NixError(NixMessage message)
    {
        this.message = message;
        CauseLast = message.Text.Split('\n', 2)[0].Trim() == Marker;
        Core = message.Raw is { Length: > 0 } raw ? raw.Trim() : CoreOf(message.Text);
    }

    public string Text => message.Text;

    public NixMessage Message => message;

    /// <summary>The cause alone, without Nix's frames.</summary>
    public string Core { get; }

    /// <summary>Whether frames come before the cause.</summary>
    public bool CauseLast { get; }

    /// <summary>Whether the cause is a call of throw: newer versions and Lix say so in the frame next to it.</summary>
    public bool IsThrow => Text.Contains("calling the 'throw' builtin", StringComparison.Ordinal)
        || Text.Contains("caused by explicit throw", StringComparison.Ordinal);

    /// <summary>The way to the error, the step nearest to the cause first.</summary>
    public IEnumerable<TraceStep> Steps()
    {
        if (message.File is { } file)
        {
            yield return new TraceStep(file, message.Line, message.Column, null);
        }

        var steps = Frames().Matches(Text).Select(Step);
        foreach (var step in CauseLast ? steps.Reverse() : steps)
        {
            yield return step;
        }
    }

    /// <summary>Suggestions of Nix or of the module system; null where there are none.</summary>
    public string? Suggestion()
    {
        var match = DidYouMean().Match(Text);
        return match.Success ? match.Value.Replace('\n', ' ').Trim() : null;
    }

    /// <summary>The lines that matter: the cause, and the source at its place.</summary>
    public IReadOnlyList<string> Excerpt(int maximum)
    {
        var lines = Text.Split('\n')
            .Where(line => line.Trim().Length > 0 && !line.Contains("use '--show-trace'", StringComparison.Ordinal)).ToList();
        var cause = CauseLast ? lines.FindLastIndex(line => line.TrimStart().StartsWith(Marker, StringComparison.Ordinal)) : 0;
        // What follows the cause in an old message is the trace.
        var end = lines.FindIndex(Math.Max(0, cause), line => line.TrimStart().StartsWith('…'));
        return [.. lines.Skip(Math.Max(0, cause)).Take(
            Math.Min(maximum, (end < 0 ? lines.Count : end) - Math.Max(0, cause))).Select(line => line.TrimEnd())];
    }

    private static TraceStep Step(Match match) => match.Groups["option"] is { Success: true } option
        ? new TraceStep(null, null, null, option.Value)
        : new TraceStep(
            match.Groups["file"].Value,
            int.TryParse(match.Groups["line"].Value, out var line) ? line : null,
            int.TryParse(match.Groups["column"].Value, out var column) ? column : null,
            null);

    private static string CoreOf(string text)
    {
        var core = LastMarker().Match(text) is { Success: true } marker ? text[(marker.Index + marker.Length)..] : text;
        var end = PositionBlock().Match(core);
        return (end.Success ? core[..end.Index] : core).Trim();
    }

    // Lines of source that Nix shows have such words, too, with ${name} instead of a name.
    [GeneratedRegex(@"^\s*(?:at|… [^\n]*?\bat) (?<file>(?:/|«)[^\n]*?):(?<line>\d+):(?<column>\d+):?\s*$|(?:definitions from|module "
        + @"file|the file|in file|imported from) [`'](?<file>/[^'\n]+)'|while evaluating the option [`'](?<option>(?!\$\{)[^'\n]+)'",
        RegexOptions.Multiline)]
    private static partial Regex Frames();

    // At a line's beginning: "(curl error: …)" in a cause begins no other one.
    [GeneratedRegex(@"^[ \t]*(?:error|warning: error):", RegexOptions.Multiline | RegexOptions.RightToLeft)]
    private static partial Regex LastMarker();

    [GeneratedRegex(@"Did you mean[^?]{1,300}\?")]
    private static partial Regex DidYouMean();

    [GeneratedRegex(@"\n\s*at [^\n]+:\d+:\d+:?\s*(?:\n|$)")]
    private static partial Regex PositionBlock();
}
