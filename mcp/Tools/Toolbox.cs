using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Tools;

/// <summary>All tools of a server.</summary>
internal sealed class Toolbox
{
    public Toolbox(ServerSettings settings, TimeProvider time)
    {
        var folders = new RunFolderList(settings);
        var runner = new Runner(settings, folders, time);
        All =
        [
            new ListHostsTool(runner), new TestTool("check", CommandLine.Targets.FlakeCheck, runner),
            new TestTool("test", CommandLine.Targets.VmTest, runner), new ExplainTool(folders), new ReadLogTool(folders),
        ];
    }

    public IReadOnlyList<ITool> All { get; }
}
