using VmTest.Model;

namespace VmTest.Reports;

/// <summary>
/// What a run came to, as the last line for programs: as in the report, without what is long. See
/// <c>schemas/vm-test-progress.schema.json</c>.
/// </summary>
public sealed record VerdictLine
{
    /// <summary>Whoever acts on a verdict fixes the first and asks again; the report has them all.</summary>
    internal const int MostFailures = 10;

    public string Event { get; } = "verdict";

    public required DateTimeOffset At { get; init; }

    public required RunStatus Status { get; init; }

    public required int ExitCode { get; init; }

    public Phase? FailedPhase { get; init; }

    /// <summary>Root causes first, as the report has them; those behind the first without their excerpt.</summary>
    public required IReadOnlyList<Failure> Failures { get; init; }

    /// <summary>How many more the report has; null for none.</summary>
    public int? MoreFailures { get; init; }

    /// <summary>How many warnings the report has.</summary>
    public required int Warnings { get; init; }

    public required IReadOnlyList<HostStatus> Hosts { get; init; }

    public required long DurationMs { get; init; }

    /// <summary>The absolute path of <c>report.json</c>.</summary>
    public required string Report { get; init; }

    /// <param name="report">Of a run that has ended.</param>
    /// <param name="path">Where it is.</param>
    public static VerdictLine Of(Report report, string path) => new()
    {
        At = report.Run.FinishedAt ?? report.Run.StartedAt,
        Status = report.Status,
        ExitCode = report.ExitCode,
        FailedPhase = report.FailedPhase,
        Failures =
        [
            .. report.Failures.Take(1), .. report.Failures.Take(MostFailures).Skip(1).Select(failure => failure with { Excerpt = [] }),
        ],
        MoreFailures = report.Failures.Count > MostFailures ? report.Failures.Count - MostFailures : null,
        Warnings = report.Warnings.Count,
        Hosts = [.. report.Hosts.Select(host => new HostStatus(host.Name, host.Status))],
        DurationMs = report.Run.DurationMs ?? 0,
        Report = path,
    };
}
