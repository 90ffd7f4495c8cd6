using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>Several hosts beside each other: what is new, and how long each boot took against its usual time.</summary>
internal static class FleetTable
{
    /// <summary>As long as the median itself.</summary>
    private const int UsualBar = 6;

    private const int LongestBar = 18;

    public static readonly IReadOnlyList<string> Columns =
        ["host", "verdict", "new", "known", "repaired", "boot", "against its median", "tested"];

    /// <summary>Whether there is anything to show.</summary>
    public static bool IsOf(Report report) =>
        report.Hosts.Count > 1 && report.Hosts.Any(host => host.Comparison is not null || host.ReusedFrom is not null);

    /// <summary>The cells of a host behind its name; the texts are not escaped.</summary>
    public static IReadOnlyList<string> Cells(HostReport host)
    {
        var ready = host.Comparison?.Times?.FirstOrDefault(time => time.What == "ready");
        return
        [
            EnumText.Lower(host.Status),
            Count(host.Comparison?.New),
            Count(host.Comparison?.Known),
            Count(host.Comparison?.Repaired),
            host.Boot?.ReadyAfterMs is { } time ? Duration.Text(time) : "–",
            ready is null ? "–" : $"{Bar(ready)} {Duration.Text(ready.MedianMs)}",
            host.ReusedFrom is { } proof ? $"by run {proof.Run}" : "now",
        ];
    }

    /// <summary>As long as the time is, the median being six blocks.</summary>
    internal static string Bar(TimeChange time) => new('█', (int)Math.Clamp(
        Math.Round((double)UsualBar * time.Ms / Math.Max(1, time.MedianMs)), 1, LongestBar));

    private static string Count(IReadOnlyList<FailureChange>? failures) => failures is null ? "–" : failures.Count.ToString();
}
