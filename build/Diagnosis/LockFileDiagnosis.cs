using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>
/// Finds what is wrong with a lock file that Nix does not read. Nix says it without the file's name, without the line, or by
/// a crash, each version in its own way; so the file itself is looked at.
/// </summary>
internal static partial class LockFileDiagnosis
{
    private const string LockFile = "flake.lock";
    private const string Nodes = "nodes";
    private const string Root = "root";

    // What Nix reads and writes, from 2.4 to today's (src/libflake/lockfile.cc).
    private const int OldestVersion = 5;
    private const int NewestVersion = 7;
    private const long MaximumBytes = 64 << 20;

    /// <summary>The cause; null where Nix failed by something else, or the file is as it should be.</summary>
    /// <param name="outcome">The failed call.</param>
    /// <param name="errors">What it said.</param>
    /// <param name="source">The files of the flake under test.</param>
    public static Finding? Find(NixOutcome outcome, IReadOnlyList<NixError> errors, FlakeSource source)
    {
        if (source.Here(LockFile) is not { } path
            || !(outcome.Crashed || errors.Any(error => Complaint().IsMatch(error.Core) || Updating().IsMatch(error.Text))))
        {
            return null;
        }

        try
        {
            return new FileInfo(path) is { Exists: true, Length: < MaximumBytes } && Fault(File.ReadAllBytes(path)) is { } fault
                ? Explain(fault.Text, new SourceLocation(LockFile, fault.Line, fault.Column), errors)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with it, as the end of a sentence, and where; null where nothing is.</summary>
    internal static (string Text, int? Line, int? Column)? Fault(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (string.IsNullOrWhiteSpace(text))
        {
            return ("is empty", null, null);
        }

        if (ConflictMark().Match(text) is { Success: true } mark)
        {
            return ("has the marks of a merge conflict", LineAt(text, mark.Index), null);
        }

        return Syntax(bytes, text) ?? Structure(bytes, text);
    }

    private static (string, int?, int?)? Syntax(byte[] bytes, string text)
    {
        // Not as the final block: then a reader that needs more says so in place of an error.
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                // Reading is all.
            }

            return reader.CurrentDepth > 0 || reader.TokenType == JsonTokenType.None
                ? ("ends in the middle", LineAt(text, text.TrimEnd().Length), null)
                : null;
        }
        catch (JsonException error)
        {
            return ("is no JSON", (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
        }
    }

    private static (string, int?, int?)? Structure(byte[] bytes, string text)
    {
        using var document = JsonDocument.Parse(bytes);
        var file = document.RootElement;
        if (file.ValueKind != JsonValueKind.Object)
        {
            return ("is no JSON object", 1, null);
        }

        if (!file.TryGetProperty("version", out var version))
        {
            return ("does not say its version", null, null);
        }

        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number)
            || number is < OldestVersion or > NewestVersion)
        {
            return ($"has the version {version.GetRawText()}, which Nix does not know", LineOf(text, "version"), null);
        }

        if (!file.TryGetProperty(Nodes, out var nodes) || nodes.ValueKind != JsonValueKind.Object)
        {
            return ($"lacks '{Nodes}'", null, null);
        }

        if (!file.TryGetProperty(Root, out var root) || root.ValueKind != JsonValueKind.String)
        {
            return ($"lacks '{Root}'", null, null);
        }

        if (!nodes.TryGetProperty(root.GetString()!, out _))
        {
            return ($"lacks the node '{root.GetString()}', which it begins with", LineOf(text, Root), null);
        }

        return nodes.EnumerateObject().Select(node => Node(node, nodes, root.GetString()!, text))
            .FirstOrDefault(fault => fault is not null);
    }

    private static (string, int?, int?)? Node(JsonProperty node, JsonElement nodes, string root, string text)
    {
        if (node.Value.ValueKind != JsonValueKind.Object)
        {
            return ($"has a node '{node.Name}' that is no JSON object", LineOf(text, node.Name), null);
        }

        if (node.Value.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Object)
        {
            foreach (var input in inputs.EnumerateObject().Where(input => input.Value.ValueKind == JsonValueKind.String))
            {
                if (!nodes.TryGetProperty(input.Value.GetString()!, out _))
                {
                    return ($"lacks the node '{input.Value.GetString()}', which '{node.Name}' has as its input '{input.Name}'",
                        LineOf(text, input.Value.GetString()!, ":"), null);
                }
            }
        }

        if (node.Name == root)
        {
            return null;
        }

        foreach (var part in (string[])["locked", "original"])
        {
            if (!node.Value.TryGetProperty(part, out var reference) || reference.ValueKind != JsonValueKind.Object
                || !reference.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            {
                return ($"has a node '{node.Name}' without '{part}'", LineOf(text, node.Name), null);
            }
        }

        return null;
    }

    private static Finding Explain(string fault, SourceLocation place, IReadOnlyList<NixError> errors) => new()
    {
        Code = FailureCodes.Data,
        Origin = FailureOrigin.Configuration,
        Message = $"The lock file '{LockFile}' {fault}.",
        Subject = new Subject(SubjectKind.File, LockFile),
        Location = place,
        Excerpt = errors.Count > 0 ? errors[0].Excerpt(Limits.ExcerptLines) : [],
        Hint = $"Take it from the last good commit: git checkout {LockFile}. Or make it anew: rm {LockFile} && nix flake lock.",
    };

    /// <summary>The first line, from 1, with a string of JSON; null where there is none.</summary>
    private static int? LineOf(string text, string name, string before = "")
    {
        var match = Regex.Match(text, $"{Regex.Escape(before)}\\s*{Regex.Escape(JsonSerializer.Serialize(name))}");
        return match.Success ? LineAt(text, match.Index + match.Length) : null;
    }

    private static int LineAt(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"json\.exception|lock ?file|flake\.lock|input attribute '[^']*' is missing|missing node")]
    private static partial Regex Complaint();

    [GeneratedRegex(@"while updating the lock file of flake")]
    private static partial Regex Updating();

    [GeneratedRegex(@"^(?:<<<<<<<|=======|>>>>>>>)", RegexOptions.Multiline)]
    private static partial Regex ConflictMark();
}
