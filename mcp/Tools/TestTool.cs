using System.Text.Json.Nodes;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Tools;

/// <summary>Tests hosts, as far as a target goes.</summary>
/// <param name="name">Of the tool.</param>
/// <param name="target">Of VmTest.</param>
/// <param name="runner">Calls the pipeline.</param>
internal sealed class TestTool(string name, string target, Runner runner) : ITool
{
    // Those that a tool lacks are not in its definition, and refused before they come here.
    private static readonly string[] Arguments = [
        "flake", "host", "accel", "install", "boot_timeout", "require_unit", "allow_failed", "memory", "cores", "jobs", "reuse"];

    public string Name => name;

    public async Task<JsonObject> CallAsync(ToolArguments arguments, ProgressReporter progress, CancellationToken cancellation)
    {
        var (report, path) = await runner.TestAsync(target, arguments.Words(Arguments), progress, cancellation);
        return RunAnswer.Of(report, path);
    }
}
