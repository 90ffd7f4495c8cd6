using System.Text.Json.Nodes;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Tools;

/// <summary>Lines of a run's files.</summary>
internal sealed class ReadLogTool(RunFolderList folders) : ITool
{
    private const int DefaultLines = 40;

    public string Name => "read_log";

    public Task<JsonObject> CallAsync(ToolArguments arguments, ProgressReporter progress, CancellationToken cancellation)
    {
        using var run = folders.Find(arguments.Text("run"));
        var answer = new JsonObject { ["run"] = run.Run };
        if (arguments.Text("file") is not { } name)
        {
            AnswerSize.Fill(answer, "files", run.List());
            return Task.FromResult(answer);
        }

        var first = arguments.Number("first_line", 1, int.MaxValue);
        var last = arguments.Number("last_line", first ?? 1, int.MaxValue);
        using var stream = run.Open(name);
        LogAnswer.Add(
            answer, name, LogLines.Read(stream, first, last), first is null ? DefaultLines : LogLines.Most, fromEnd: first is null);
        return Task.FromResult(answer);
    }
}
