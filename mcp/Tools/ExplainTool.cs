using System.Text.Json.Nodes;
using VmTest.CommandLine;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Mcp.Tools;

/// <summary>A failure code of the catalogue, or a failure of a run with lines of its log.</summary>
internal sealed class ExplainTool(RunFolderList folders) : ITool
{
    private const int TextBytes = 400;
    private const int LinesAround = 5;
    private const int MostFailures = 10_000;

    public string Name => "explain";

    public Task<JsonObject> CallAsync(ToolArguments arguments, ProgressReporter progress, CancellationToken cancellation) =>
        Task.FromResult(arguments.Text("code") is { } code ? Code(code) : Failure(arguments));

    /// <exception cref="UsageException">There is no such code.</exception>
    private static JsonObject Code(string code)
    {
        var entry = FailureCatalogue.Find(code)
            ?? throw new UsageException(NearestName.Explain(
                $"There is no failure code '{Sanitizer.Line(code, 100)}'.", code,
                [.. NearestName.FindAll(code, FailureCatalogue.All.Select(each => each.Code), LinesAround)], string.Empty));
        return new JsonObject
        {
            ["code"] = entry.Code,
            ["meaning"] = entry.Meaning,
            ["usualOrigin"] = EnumText.Lower(entry.Origin),
            ["example"] = entry.Example.Line,
            ["usualCauses"] = new JsonArray([.. entry.Example.Causes.Select(cause => JsonValue.Create(cause))]),
            ["nextStep"] = entry.NextStep,
        };
    }

    private JsonObject Failure(ToolArguments arguments)
    {
        using var run = folders.Find(arguments.Text("run"));
        var failures = run.ReadReport().Failures;
        if (failures.Count == 0)
        {
            throw new UsageException($"The run {run.Run} has no failures.");
        }

        var number = arguments.Number("failure", 1, MostFailures) ?? 1;
        var failure = failures.ElementAtOrDefault(number - 1)
            ?? throw new UsageException($"The run {run.Run} has {failures.Count} failures: there is no number {number}.");
        var answer = FailureCatalogue.Find(failure.Code) is null ? new JsonObject { ["code"] = failure.Code } : Code(failure.Code);
        answer["run"] = run.Run;
        answer["number"] = number;
        answer["of"] = failures.Count;
        answer["failure"] = FailureAnswer.Of(failure, 0, TextBytes);
        Excerpt(answer, run, failure, arguments);
        return answer;
    }

    private static void Excerpt(JsonObject answer, RunFiles run, Failure failure, ToolArguments arguments)
    {
        var first = arguments.Number("first_line", 1, int.MaxValue);
        var last = arguments.Number("last_line", first ?? 1, int.MaxValue);
        if (failure.Log is not { } log)
        {
            AnswerSize.Fill(answer, "lines", failure.Excerpt);
            return;
        }

        var whole = first is null && last is null;
        using var stream = run.Open(log.Path);
        var lines = LogLines.Read(stream, first ?? (whole && log.FirstLine is { } start ? Math.Max(1, start - LinesAround) : null),
            last ?? (whole ? log.LastLine : null));
        LogAnswer.Add(answer, log.Path, lines, LogLines.Most, fromEnd: first is null);
    }
}
