using Newtonsoft.Json.Linq;
using VmTest.RuleTests.Sources;

namespace VmTest.RuleTests.Workflows;

/// <summary>The workflows of this repository and its action.</summary>
internal static class WorkflowFiles
{
    public const string VmTest = ".github/workflows/vm-test.yml";
    public const string CopilotSetup = ".github/workflows/copilot-setup-steps.yml";
    public const string NixOS = ".github/workflows/nixos.yml";
    public const string Action = "action.yml";
    public const string Agent = "agent/action.yml";
    public const string Template = "docs/template/.github/workflows/";

    /// <summary>Both composite actions, for others' workflows.</summary>
    public static readonly IReadOnlyList<string> Actions = [Action, Agent];

    public static async Task<IReadOnlyList<string>> PathsAsync() =>
        [.. (await SourceFiles.AllAsync()).Where(path => path.StartsWith(".github/workflows/", StringComparison.Ordinal)
            || path.StartsWith(Template, StringComparison.Ordinal))];

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
                    .SelectMany(job => (job.Value["steps"] ?? new JArray()).OfType<JObject>()
                        .Select(step => new WorkflowStep(path, job.Name, step))));
        }

        foreach (var file in Actions)
        {
            var action = await Yaml.ReadAsync(file);
            steps.AddRange(action["runs"]!["steps"]!.OfType<JObject>().Select(step => new WorkflowStep(file, "action", step)));
        }

        return steps;
    }
}
