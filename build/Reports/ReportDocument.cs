using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports;

/// <summary>
/// The text of report.json. That of several hosts is kept short enough to be read as a whole: what is longest in it, and
/// stands in the hosts' own files too, is cut first, of hosts that passed before those that failed.
/// </summary>
internal static class ReportDocument
{
    /// <summary>Bytes that a report of several hosts has at most, where failures and comparisons are of usual length.</summary>
    public const int WantedBytes = 64 << 10;

    /// <summary>Units that the boot waited for or that failed: the picture of the boot has all.</summary>
    private const int TellingUnits = 10;

    private const int FewEntries = 3;
    private const int FewLines = 4;

    private static readonly IReadOnlyList<Func<Report, Report>> Steps =
    [
        report => OfHosts(report, RunStatus.Success, WithoutTimeline),
        report => OfHosts(report, RunStatus.Success, WithShortLists),
        report => OfHosts(report, RunStatus.Failure, WithTellingUnits),
        report => OfHosts(report, null, host => host.Comparison is { } comparison
            ? host with { Comparison = Short(comparison), Shortened = true } : host),
        report => OfHosts(report, null, host => WithShortLists(WithoutTimeline(host))),
        report => OfHosts(report, RunStatus.Success, host => host.Comparison is { } comparison
            ? host with { Comparison = Shortest(comparison) } : host),
        // The first failure is the one to begin with.
        report => report with { Failures = [.. report.Failures.Take(1), .. report.Failures.Skip(1).Select(Short)] },
        report => report with { Warnings = [.. report.Warnings.Select(Short)] },
    ];

    /// <summary>Ends with a line feed.</summary>
    public static string Text(Report report)
    {
        var text = Write(report);
        if (report.Hosts.Count < 2)
        {
            return text;
        }

        foreach (var step in Steps)
        {
            if (Encoding.UTF8.GetByteCount(text) <= WantedBytes)
            {
                break;
            }

            report = step(report);
            text = Write(report);
        }

        return text;
    }

    private static string Write(Report report) => ReportLayout.Write(JObject.FromObject(report, Json.Serializer));

    private static Report OfHosts(Report report, RunStatus? status, Func<HostReport, HostReport> change) => report with
    {
        Hosts = [.. report.Hosts.Select(host => status is null || host.Status == status ? change(host) : host)],
    };

    private static HostReport WithoutTimeline(HostReport host) => host.Boot is not { Timeline.Count: > 0 } boot ? host
        : host with { Boot = boot with { Timeline = [] }, Shortened = true };

    private static HostReport WithTellingUnits(HostReport host) => host.Boot is not { Timeline.Count: > TellingUnits } boot ? host
        : host with
        {
            Boot = boot with
            {
                Timeline = [.. boot.Timeline
                    .Where(unit => unit.State is TimelineState.Failed or TimelineState.Starting || unit.Critical)
                    .Take(TellingUnits)],
            },
            Shortened = true,
        };

    private static HostReport WithShortLists(HostReport host) => host with
    {
        Install = host.Install is { } install ? install with { Steps = [] } : null,
        Boot = host.Boot is { } boot
            ? boot with { Milestones = [], Slowest = [], Units = boot.Units is { } units ? units with { Started = [] } : null }
            : null,
        Shortened = host.Install is not null || host.Boot is not null ? true : host.Shortened,
    };

    private static HostComparison Short(HostComparison comparison) => comparison with
    {
        UnitsAdded = Few(comparison.UnitsAdded),
        UnitsGone = Few(comparison.UnitsGone),
        Slower = Few(comparison.Slower),
        Times = comparison.Times?.Where(time => time.Slower == true || time.What == "ready").ToList(),
        Closure = comparison.Closure is { } closure
            ? closure with
            {
                Packages = Few(closure.Packages),
                More = Rest(closure.More, closure.Packages),
            }
            : null,
        Sources = comparison.Sources is { } sources
            ? sources with { Files = Few(sources.Files)!, More = Rest(sources.More, sources.Files) }
            : null,
    };

    private static HostComparison Shortest(HostComparison comparison) =>
        Short(comparison) with { UnitsAdded = null, UnitsGone = null, Slower = null, Times = null };

    private static Failure Short(Failure failure) => failure with { Excerpt = [.. failure.Excerpt.TakeLast(FewLines)] };

    private static IReadOnlyList<T>? Few<T>(IReadOnlyList<T>? list) => list?.Take(FewEntries).ToList();

    private static int? Rest<T>(int? more, IReadOnlyList<T>? list) =>
        (more ?? 0) + Math.Max(0, (list?.Count ?? 0) - FewEntries) is > 0 and var rest ? rest : null;
}
