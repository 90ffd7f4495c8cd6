using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using VmTest.CommandLine;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;
using VmTest.Text;

namespace VmTest.Mcp.Tools;

/// <summary>A tool as the protocol's library calls it.</summary>
/// <param name="tool">What answers.</param>
/// <param name="calls">Keeps each call until it has cleaned up.</param>
internal sealed class ServedTool(ITool tool, RunningCalls calls) : McpServerTool
{
    private const int ErrorBytes = 2000;

    private readonly Tool definition = ToolDefinition.Read(tool.Name);

    public override Tool ProtocolTool => definition;

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var arguments = new ToolArguments(request.Params?.Arguments ?? new Dictionary<string, JsonElement>(),
                ToolDefinition.ArgumentsOf(definition));
            return await calls.RunAsync(
                async token =>
                {
                    await using var progress = new ProgressReporter(request.Server, request.Params?.ProgressToken);
                    return Answer(await tool.CallAsync(arguments, progress, token));
                },
                cancellationToken);
        }
        catch (UsageException error)
        {
            return Error(error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The boundary of a call: a defect of ours is an answer, and the server goes on.
            return Error($"VmTest itself broke: {error.GetType().Name}: {error.Message}");
        }
    }

    private static CallToolResult Answer(JsonObject answer) => new()
    {
        StructuredContent = JsonSerializer.SerializeToElement(answer),
        Content = [new TextContentBlock { Text = answer.ToJsonString(AnswerSize.Plain) }],
    };

    private static CallToolResult Error(string message) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = Utf8Length.CutEnd(Sanitizer.Line(message), ErrorBytes) }],
    };
}
