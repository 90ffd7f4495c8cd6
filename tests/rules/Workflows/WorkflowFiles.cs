using Newtonsoft.Json.Linq;
using VmTest.RuleTests.Sources;

namespace VmTest.RuleTests.Workflows;

/// <summary>The workflows of this repository and its action.</summary>
internal static class WorkflowFiles
{
    public const string VmTest = ".github/workflows/vm-test.yml";
    public const string CopilotSetup = ".github/workflows/copilot-setup-steps.yml";
    public const string Action = "action.yml";

    public static async Task<IReadOnlyList<string>> PathsAsync() =>
        [.. (await SourceFiles.AllAsync()).Where(path => path.StartsWith(".github/workflows/", StringComparison.Ordinal))];

    public static async Task<IReadOnlyList<(string Path, JObject Content)>> AllAsync()
    {
        var files = new List<(string, JObject)>();
        foreach (var path in await PathsAsync())
        {
            files.Add((path, await Yaml.ReadAsync(path)));
        }

        return files;
    }

    public static async Task<IReadOnlyList<WorkflowStep>> StepsAsync()
    {
        var steps = new List<WorkflowStep>();
        foreach (var (path, content) in await AllAsync())
        {
            steps.AddRange(
                ((JObject)content["jobs"]!).Properties()
                    .SelectMany(job => job.Value["steps"]!.OfType<JObject>().Select(step => new WorkflowStep(path, job.Name, step))));
        }

        var action = await Yaml.ReadAsync(Action);
        steps.AddRange(action["runs"]!["steps"]!.OfType<JObject>().Select(step => new WorkflowStep(Action, "action", step)));
        return steps;
    }
}
