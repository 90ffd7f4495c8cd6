using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using VmTest.Mcp.Runs;
using VmTest.Mcp.Tools;
using VmTest.Runs;

namespace VmTest.Mcp;

/// <summary>What the server says of itself.</summary>
internal static class ServerOptions
{
    private const string Instructions = """
        Tells whether hosts of a NixOS flake work. After every edit call check (evaluates, seconds); when it succeeds, call test (builds,
        installs, boots each host in a VM, checks every unit; minutes). failures[0] is the cause: fix it first, at its place.
        origin says what has to change: configuration (the flake), environment (this machine; no edit helps), tool (VmTest), vm (what the
        VM is given). explain says more of a failure or a failure code, read_log reads the logs of a run.
        """;

    public static McpServerOptions Make(Toolbox tools, RunningCalls calls) => new()
    {
        ServerInfo = new Implementation { Name = RunFactsReader.Tool.Name, Version = RunFactsReader.Tool.Version },
        ServerInstructions = Instructions,
        ToolCollection = [.. tools.All.Select(tool => new ServedTool(tool, calls))],
    };
}
