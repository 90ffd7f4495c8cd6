using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>A test case for each unit of a host that has to be active, failed, or may fail.</summary>
internal static class UnitCases
{
    public static IEnumerable<JUnitCase> Of(HostReport host, Report report)
    {
        var failures = OfUnits(report.Failures, host);
        var allowed = OfUnits(report.Warnings.Where(warning => warning.Allowed == true), host);
        IReadOnlyList<RequiredUnit> required = host.Boot?.Required ?? [];
        var failed = host.Boot?.Units?.Failed ?? [];
        return required.Select(each => each.Unit).Concat(failures.Select(group => group.Key)).Concat(failed)
            .Concat(allowed.Select(group => group.Key)).Distinct(StringComparer.Ordinal)
            .Select(unit => Of(new JUnitCase($"{host.Name}.units", unit, Time(host.Boot, unit)),
                [.. failures[unit]], [.. allowed[unit]], required.FirstOrDefault(each => each.Unit == unit), failed.Contains(unit), host));
    }

    private static JUnitCase Of(
        JUnitCase fresh,
        IReadOnlyList<Failure> failures,
        IReadOnlyList<Failure> allowed,
        RequiredUnit? required,
        bool failed,
        HostReport host)
    {
        if (failures.Count > 0)
        {
            return fresh.Failed(failures, JUnitText.Lines);
        }

        if (allowed.Count > 0)
        {
            return fresh.Skipped($"allowed to fail: {allowed[0].Message}");
        }

        if (failed)
        {
            // It has no failure of its own where it is one of a group, or only failed with what may fail.
            return host.Status == RunStatus.Failure ? fresh.Failed(FailureCodes.UnitFailed, "It failed.") : fresh.Skipped("failed");
        }

        return required?.State switch
        {
            "active" => fresh,
            null => fresh.Skipped("required; its state was not seen"),
            _ => fresh.Skipped($"required; {required.State} when the watch ended"),
        };
    }

    private static ILookup<string, Failure> OfUnits(IEnumerable<Failure> failures, HostReport host) => failures
        .Where(failure => failure.Host == host.Name && failure.Subject is { Kind: SubjectKind.Unit })
        .ToLookup(failure => failure.Subject!.Name, StringComparer.Ordinal);

    /// <summary>From the start of its start to active, in milliseconds, where the report has it.</summary>
    private static long Time(BootReport? boot, string unit) =>
        boot?.Slowest.FirstOrDefault(each => each.Unit == unit)?.DurationMs
            ?? (boot?.Timeline.FirstOrDefault(each => each.Unit == unit) is { } row && (row.ActiveMs ?? row.EndMs) is { } end
                ? Math.Max(0, end - row.StartMs)
                : 0);
}
