using System.Text.Json.Nodes;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Mcp.Answers;

/// <summary>What a run came to: failures first, in at most 4 KB, whatever failed and however many hosts there are.</summary>
internal static class RunAnswer
{
    // A path is of use only as a whole: this is more than usual, and the last form is for texts that nobody wrote by hand.
    private const int PathBytes = 400;
    private const int TextsOfAPath = 4;

    // The richest first: failures, lines of the first one's excerpt, bytes of a text, warnings, hosts.
    private static readonly (int Failures, int Excerpt, int Text, int Warnings, int Hosts)[] Forms =
    [
        (10, 20, 500, 5, 40), (6, 12, 400, 3, 40), (4, 10, 300, 2, 20), (3, 8, 240, 1, 20), (2, 5, 200, 0, 10), (1, 3, 160, 0, 5),
        (1, 0, 100, 0, 0), (1, 0, 40, 0, 0),
    ];

    /// <param name="report">Of the run.</param>
    /// <param name="path">Where it is.</param>
    public static JsonObject Of(Report report, string path) => AnswerSize.Fit(Forms.Select(form =>
    {
        var answer = new JsonObject
        {
            ["status"] = EnumText.Lower(report.Status),
            ["exitCode"] = report.ExitCode,
        };
        if (report.FailedPhase is { } phase)
        {
            answer["failedPhase"] = EnumText.Lower(phase);
        }

        answer["failures"] = new JsonArray([.. report.Failures.Take(form.Failures).Select(
            (failure, index) => (JsonNode)FailureAnswer.Of(failure, index == 0 ? form.Excerpt : 0, form.Text))]);
        answer["moreFailures"] = Math.Max(0, report.Failures.Count - form.Failures);
        answer["warnings"] = FailureAnswer.Texts(report.Warnings.Take(form.Warnings).Select(
            warning => Utf8Length.CutEnd(Sanitizer.Line($"{warning.Code}: {warning.Message}"), form.Text)));
        answer["moreWarnings"] = Math.Max(0, report.Warnings.Count - form.Warnings);
        // Those that failed first.
        answer["hosts"] = new JsonArray([.. report.Hosts.OrderBy(host => host.Status == RunStatus.Success).Take(form.Hosts).Select(
            host => (JsonNode)new JsonObject
            {
                ["name"] = Utf8Length.CutEnd(Sanitizer.Line(host.Name), form.Text),
                ["status"] = EnumText.Lower(host.Status),
            })]);
        answer["moreHosts"] = Math.Max(0, report.Hosts.Count - form.Hosts);
        answer["durationMs"] = report.Run.DurationMs ?? 0;
        answer["run"] = report.Run.Id;
        answer["report"] = Utf8Length.CutStart(path, Math.Min(PathBytes, TextsOfAPath * form.Text));
        return answer;
    }));
}
