using System.Text.Json.Nodes;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Tools;

/// <summary>The hosts of a flake.</summary>
internal sealed class ListHostsTool(Runner runner) : ITool
{
    private const int FailureLines = 8;
    private const int TextBytes = 300;

    public string Name => "list_hosts";

    public async Task<JsonObject> CallAsync(ToolArguments arguments, ProgressReporter progress, CancellationToken cancellation)
    {
        var (hosts, failures) = await runner.ListHostsAsync(arguments.Words("flake"), progress, cancellation);
        var answer = new JsonObject
        {
            ["status"] = hosts is null ? "failure" : "success",
            ["failures"] = new JsonArray(
                [.. failures.Take(1).Select(failure => (JsonNode)FailureAnswer.Of(failure, FailureLines, TextBytes))]),
            ["count"] = hosts?.Count ?? 0,
        };
        AnswerSize.Fill(answer, "hosts", hosts ?? []);
        return answer;
    }
}
