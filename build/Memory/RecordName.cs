using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Memory;

/// <summary>
/// The name of a record's file, which says what a reader needs to choose it: thousands of records are listed without opening one.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Folder">The host, as its folder among a run's files is named.</param>
/// <param name="Verdict">What became of the host.</param>
/// <param name="Flake">The flake's key.</param>
/// <param name="Identity">The beginning of the identity's hash; <see cref="None"/> for a host without one.</param>
internal sealed partial record RecordName(string RunId, string Folder, RunStatus Verdict, string Flake, string Identity)
{
    public const string None = "none";

    private const string TimeOfId = "yyyyMMdd-HHmmss";
    private const int ShownIdentity = 16;

    public bool IsGreen => Verdict == RunStatus.Success;

    /// <summary>When the run began, as its ID says.</summary>
    public DateTimeOffset At => DateTimeOffset.ParseExact(
        RunId[..TimeOfId.Length], TimeOfId, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static RecordName Of(HostRecord record) => new(
        record.RunId, FolderOf(record.Host), record.Verdict, record.Flake, Shown(record.Identity));

    /// <summary>What stands for a host in the name of a file.</summary>
    public static string FolderOf(string host) => RunNames.FolderOf(host);

    /// <summary>The part of an identity that is in the name.</summary>
    public static string Shown(string? identity) => identity is { Length: >= ShownIdentity } ? identity[..ShownIdentity] : None;

    /// <returns>Null for any name that is not one of a record.</returns>
    public static RecordName? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success || !RunNames.IsId(match.Groups["run"].Value))
        {
            return null;
        }

        var parsed = new RecordName(match.Groups["run"].Value, match.Groups["host"].Value,
            match.Groups["verdict"].Value == "success" ? RunStatus.Success : RunStatus.Failure,
            match.Groups["flake"].Value, match.Groups["identity"].Value);
        return DateTimeOffset.TryParseExact(
            parsed.RunId[..TimeOfId.Length], TimeOfId, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? parsed
            : null;
    }

    public override string ToString() => $"{RunId}.{Folder}.{(IsGreen ? "success" : "failure")}.{Flake}.{Identity}.json";

    [GeneratedRegex(
        @"\A(?<run>[0-9a-f-]{20,24})\.(?<host>[A-Za-z0-9_-]{1,60})\.(?<verdict>success|failure)\.(?<flake>[0-9a-f]{8})\."
        + @"(?<identity>[0-9a-f]{16}|none)\.json\z")]
    private static partial Regex Pattern();
}
