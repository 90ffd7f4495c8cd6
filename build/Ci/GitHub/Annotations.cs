using VmTest.Model;
using VmTest.Reports;

namespace VmTest.Ci.GitHub;

/// <summary>The failures of a run as notes on the lines of the sources; the most important ones, for a runner shows few.</summary>
internal static class Annotations
{
    /// <summary>Notes on lines of the sources that GitHub shows of one step; what is beyond this vanishes.</summary>
    private const int AnnotationsLimit = 10;

    /// <param name="failures">What failed.</param>
    /// <param name="warnings">What may explain it.</param>
    /// <param name="places">Finds the files in the checkout.</param>
    public static IReadOnlyList<WorkflowCommand> Make(
        IReadOnlyList<Failure> failures, IReadOnlyList<Failure> warnings, CheckoutPaths places)
    {
        var causes = failures.Where(failure => failure.CausedBy is null);
        var consequences = failures.Where(failure => failure.CausedBy is not null);
        return
        [
            .. causes.Concat(consequences).Select(failure => (Failure: failure, Level: Level(failure)))
                .Concat(warnings.Select(warning => (Failure: warning, Level: "warning")))
                .Take(AnnotationsLimit)
                .Select(each => Write(each.Failure, each.Level, places)),
        ];
    }

    private static WorkflowCommand Write(Failure failure, string level, CheckoutPaths places)
    {
        var file = failure.Location is { } place ? places.Find(place.File) : null;
        // A place outside the checkout cannot carry a note; it is said instead.
        var where = failure.Location is { } elsewhere && file is null ? $" At {elsewhere.ToString()}." : string.Empty;
        var hint = failure.Hint is { } next ? $" {next}" : string.Empty;
        var command = new WorkflowCommand(level, failure.Message + where + hint).With("file", file);
        if (file is not null)
        {
            command.With("line", failure.Location!.Line?.ToString()).With("col", failure.Location.Column?.ToString());
        }

        return command.With("title", failure.Host is { } host ? $"{failure.Code} ({host})" : failure.Code);
    }

    /// <summary>A cancelled run has found nothing wrong.</summary>
    private static string Level(Failure failure) =>
        failure.Code.StartsWith(ReportBuilder.CancelledPrefix, StringComparison.Ordinal) ? "warning" : "error";
}
