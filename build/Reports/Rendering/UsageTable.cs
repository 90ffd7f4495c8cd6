using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>Where time and bytes went: a row for each host, and one for the whole run.</summary>
internal static class UsageTable
{
    public const string Title = "Where time and bytes went";

    private const string Unknown = "–";

    public static readonly IReadOnlyList<string> Columns =
        ["host", "preflight", "evaluate", "fetch", "copy", "build", "install", "boot", "look", "downloaded", "into the store"];

    /// <summary>The rows, each with its name in front; the texts are not escaped. Empty where nothing was measured.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(Report report)
    {
        if (report.Usage is not { } all)
        {
            return [];
        }

        var hosts = report.Hosts.Where(host => host.Usage is not null).ToList();
        return [.. hosts.Select(host => Row(host.Name, host.Usage!)), Row(hosts.Count > 1 ? "added up" : "run", all)];
    }

    /// <summary>What belongs to no host; null where it was not measured.</summary>
    public static string? Rest(Usage usage)
    {
        string?[] parts =
        [
            usage.FinishMs is { } finish ? $"comparing, keeping records and cleaning up took {Duration.Text(finish)}" : null,
            usage.GivenBackBytes is { } back ? $"{Duration.Bytes(back)} of disk were given back" : null,
            usage.KeptBytes is { } kept ? $"{Duration.Bytes(kept)} of logs are kept" : null,
        ];
        var text = string.Join("; ", parts.OfType<string>());
        return text.Length == 0 ? null : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }

    private static IReadOnlyList<string> Row(string name, Usage usage) =>
    [
        name, Time(usage.PreflightMs), Time(usage.EvaluateMs), Time(usage.FetchMs), Time(usage.CopyMs), Time(usage.BuildMs),
        Time(usage.InstallMs), Time(usage.BootMs), Time(usage.LookMs), Amount(usage.Downloads, usage.DownloadedBytes, "file"),
        Amount(usage.Copies, usage.CopiedBytes, "path"),
    ];

    private static string Time(long? milliseconds) => milliseconds is { } time ? Duration.Text(time) : Unknown;

    private static string Amount(long? count, long? bytes, string noun) => (count, bytes) switch
    {
        (null, _) or (_, null) => Unknown,
        (0, _) => "nothing",
        ({ } number, { } size) => $"{Duration.Bytes(size)} in {(number == 1 ? $"1 {noun}" : $"{number} {noun}s")}",
    };
}
