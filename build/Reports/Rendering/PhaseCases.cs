using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>A test case for each phase.</summary>
internal static class PhaseCases
{
    /// <param name="phases">The phases of one host, or of the whole run.</param>
    /// <param name="host">Null where no host is known.</param>
    /// <param name="name">Of the suite.</param>
    /// <param name="report">Whose failures the cases show.</param>
    public static IEnumerable<JUnitCase> Of(IReadOnlyList<PhaseReport> phases, string? host, string name, Report report) =>
        phases.Select(phase => Of(phase, new JUnitCase($"{name}.phases", EnumText.Lower(phase.Name), phase.DurationMs ?? 0),
            [.. report.Failures.Where(failure => failure.Phase == phase.Name && IsAbout(failure, host, phase.Status))]));

    private static JUnitCase Of(PhaseReport phase, JUnitCase fresh, IReadOnlyList<Failure> failures) => phase.Status switch
    {
        _ when failures.Count > 0 => fresh.Failed(failures, Lines),
        PhaseStatus.Passed => fresh,
        PhaseStatus.Failed => fresh.Failed("phase.failed", $"Phase {EnumText.Lower(phase.Name)} failed."),
        PhaseStatus.Cancelled => fresh.Skipped("the run was cancelled"),
        _ => fresh.Skipped(phase.SkippedBecause ?? "not run"),
    };

    /// <summary>The failure of a unit is a case of its own, which has the rest.</summary>
    private static IEnumerable<string> Lines(Failure failure) => failure is { Host: not null, Subject.Kind: SubjectKind.Unit }
        ? JUnitText.Lines(failure).Take(1)
        : JUnitText.Lines(failure);

    /// <summary>What concerns every host is shown where a phase did not pass; elsewhere it is no case of this host.</summary>
    private static bool IsAbout(Failure failure, string? host, PhaseStatus status) =>
        failure.Host is { } other ? other == host : status is PhaseStatus.Failed or PhaseStatus.Cancelled;
}
