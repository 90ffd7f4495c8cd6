using System.Text.Json;
using System.Text.RegularExpressions;
using VmTest.Diagnosis;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.DiagnosisTests.Posted;

/// <summary>
/// Hands what Nix showed to a person to the reader of its log: messages and the lines of builders as the log has them, with
/// the fields that come beside the text.
/// </summary>
internal static partial class PostedNix
{
    private const string Indentation = "       ";

    /// <summary>What has to be said of a build that ended so.</summary>
    public static IReadOnlyList<Finding> OfBuild(PostedCase posted) =>
        NixDiagnosis.OfBuild(Read(posted), new FlakeSource("/nowhere/flake"), "nix.log");

    /// <summary>The same of an evaluation.</summary>
    public static IReadOnlyList<Finding> OfEvaluation(PostedCase posted) =>
        NixDiagnosis.OfEvaluation(Read(posted), new FlakeSource("/nowhere/flake"), null);

    private static NixOutcome Read(PostedCase posted)
    {
        var reader = new NixLogReader(TextWriter.Null);
        var builder = Builder().Match(posted.Text) is { Success: true } match ? match.Groups["drv"].Value : null;
        if (builder is not null)
        {
            string[] fields = [builder, string.Empty, "1", "1"];
            var start = JsonSerializer.Serialize(new { action = "start", id = 1, level = 3, text = "building", type = 105, fields });
            reader.Read($"@nix {start}");
        }

        foreach (var block in Blocks(posted.Text, builder is not null))
        {
            if (block is [var alone] && !Message().IsMatch(alone))
            {
                if (builder is null || Hook().IsMatch(alone))
                {
                    reader.Read(alone);
                }
                else
                {
                    Say(reader, LogName().Replace(alone, string.Empty));
                }

                continue;
            }

            var quote = $"{Indentation}>";
            foreach (var line in block.Where(line => line == quote || line.StartsWith($"{quote} ", StringComparison.Ordinal)))
            {
                Say(reader, line.Length > Indentation.Length + 2 ? line[(Indentation.Length + 2)..] : string.Empty);
            }

            reader.Read($"@nix {JsonSerializer.Serialize(Fields(string.Join('\n', block)))}");
        }

        return new NixOutcome(1, string.Empty, reader, new Derivations("/nowhere"));
    }

    private static void Say(NixLogReader reader, string line) =>
        reader.Read($"@nix {JsonSerializer.Serialize(new { action = "result", id = 1, type = 101, fields = (string[])[line] })}");

    /// <summary>A message and what belongs to it, or one line of anything else.</summary>
    private static IEnumerable<List<string>> Blocks(string text, bool isBuild)
    {
        List<string>? message = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (isBuild ? OfNix().IsMatch(line) : Message().IsMatch(line))
            {
                if (message is not null)
                {
                    yield return message;
                }

                message = [line];
            }
            else if (message is not null && (line.Length == 0 || line[0] is ' ' or '•'))
            {
                message.Add(line);
            }
            else if (!line.StartsWith("(use '--show-trace'", StringComparison.Ordinal))
            {
                if (message is not null)
                {
                    yield return message;
                    message = null;
                }

                yield return [line];
            }
        }

        if (message is not null)
        {
            yield return message;
        }
    }

    private static Dictionary<string, object> Fields(string text)
    {
        var fields = new Dictionary<string, object>
        {
            ["action"] = "msg",
            ["level"] = text.StartsWith("error", StringComparison.Ordinal) || text.StartsWith("trace", StringComparison.Ordinal) ? 0 : 1,
            ["msg"] = text,
        };
        if (!text.StartsWith("error", StringComparison.Ordinal))
        {
            return fields;
        }

        var core = text[(LastError().Match(text) is { Success: true } last ? last.Index + last.Length : 0)..];
        var end = AfterCore().Match(core);
        fields["raw_msg"] = (end.Success ? core[..end.Index] : core).Replace($"\n{Indentation}", "\n", StringComparison.Ordinal).Trim();
        if (end.Success && end.Groups["file"].Success)
        {
            fields["file"] = end.Groups["file"].Value;
            fields["line"] = int.Parse(end.Groups["line"].Value, System.Globalization.CultureInfo.InvariantCulture);
            fields["column"] = int.Parse(end.Groups["column"].Value, System.Globalization.CultureInfo.InvariantCulture);
        }

        return fields;
    }

    [GeneratedRegex(@"(?:builder for|Cannot build) '(?<drv>/nix/store/[^']+\.drv)'(?: failed with exit code"
        + @"|\.\n\s+Reason: builder failed)")]
    private static partial Regex Builder();

    [GeneratedRegex(@"^(?:error|warning|trace|evaluation warning):")]
    private static partial Regex Message();

    // A builder may say "error:" as well.
    [GeneratedRegex(@"^error: (?:builder for|Cannot build|hash mismatch|\d+ dependenc|a '|unable to )")]
    private static partial Regex OfNix();

    // Of the program that hands builds to other machines, and of Nix itself.
    [GeneratedRegex(@"^(?:cannot build on|Failed to find a machine|note: |building ')")]
    private static partial Regex Hook();

    [GeneratedRegex(@"^[\w.+-]+> ?")]
    private static partial Regex LogName();

    [GeneratedRegex(@"^[ \t]*error:[ \t]*", RegexOptions.Multiline | RegexOptions.RightToLeft)]
    private static partial Regex LastError();

    [GeneratedRegex(@"\n\s*at (?<file>(?:/|«)[^\n]+?):(?<line>\d+):(?<column>\d+):|\n\s*… ")]
    private static partial Regex AfterCore();
}
