using System.Xml.Linq;
using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>
/// The report as JUnit's XML, which CI servers show as test results. Valid against both schemas that are in use: that of
/// Ant's task, whose elements have a fixed order and no more attributes than these, and the wider one of Jenkins.
/// </summary>
internal static class JUnitRendering
{
    /// <summary>A name that no host has, for parentheses are in none.</summary>
    private const string NoHost = "(all)";

    private const string Rest = "(run)";

    public static string Render(Report report)
    {
        var suites = report.Hosts.Count > 0
            ? report.Hosts.Select(host => OfHost(host, report)).ToList()
            : [new JUnitSuite(NoHost, report.Run.StartedAt, [.. PhaseCases.Of(report.Phases, null, NoHost, report)],
                [.. report.Failures.Concat(report.Warnings)], Facts(report, null))];
        var shown = suites.SelectMany(suite => suite.Cases).SelectMany(each => each.Failures).ToHashSet(ReferenceEqualityComparer.Instance);
        if (report.Failures.Where(failure => !shown.Contains(failure)).ToList() is { Count: > 0 } rest)
        {
            suites.Add(OfRest(rest, report));
        }

        // LINQ to XML declares an encoding only where it writes bytes itself; files of a run are always UTF-8.
        var root = new XElement("testsuites", suites.Select((suite, index) => suite.Element(index)));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}\n";
    }

    private static JUnitSuite OfHost(HostReport host, Report report) => new(
        host.Name,
        host.Phases.Min(phase => phase.StartedAt) ?? report.Run.StartedAt,
        [.. PhaseCases.Of(host.Phases, host.Name, host.Name, report), .. UnitCases.Of(host, report)],
        [.. report.Failures.Concat(report.Warnings).Where(failure => failure.Host is null || failure.Host == host.Name)],
        Facts(report, host));

    /// <summary>Failures outside every phase of the hosts, such as one of VmTest itself: no failed run looks like a good one.</summary>
    private static JUnitSuite OfRest(IReadOnlyList<Failure> failures, Report report) => new(
        Rest,
        report.Run.StartedAt,
        [.. failures.GroupBy(failure => failure.Code, StringComparer.Ordinal)
            .Select(group => new JUnitCase($"{Rest}.failures", group.Key).Failed([.. group], JUnitText.Lines))],
        failures,
        Facts(report, null));

    private static IReadOnlyList<(string Name, string? Value)> Facts(Report report, HostReport? host) =>
    [
        ("vmtest", report.Tool.Version),
        ("run", report.Run.Id),
        ("target", report.Run.Target),
        ("flake", report.Run.Flake?.Url),
        ("revision", report.Run.Flake?.Revision),
        ("accelerator", host?.Boot?.Accelerator ?? report.Run.Machine.Accelerator),
        ("nixos", host?.System?.NixosVersion),
        ("kernel", host?.System?.Kernel),
    ];
}
