using System.Diagnostics;
using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;
using VmTest.Runner;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>
/// Runs the scripts of a workflow's job as a GitHub runner does: each step in a shell of its own with the variables and files
/// of a runner. Steps that use an action are passed over; what the actions would have done is there already.
/// </summary>
internal sealed class LocalRunner : IDisposable
{
    private const string YamlToJson = "import sys, json, yaml; json.dump(yaml.load(open(sys.argv[1]), yaml.BaseLoader), sys.stdout)";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The commit of VmTest that the workflow and the action are of.</summary>
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly Workplace workplace;
    private readonly JObject workflow;
    private readonly JObject action;
    private readonly JObject contexts;
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly string files;
    private readonly string tools;

    /// <param name="workplace">Its flake is the checkout.</param>
    /// <param name="inputs">What the workflow was started with.</param>
    public LocalRunner(Workplace workplace, JObject inputs)
    {
        this.workplace = workplace;
        workflow = Read(".github/workflows/vm-test.yml");
        action = Read("action.yml");
        files = Directory.CreateTempSubdirectory("vmt-runner-").FullName;
        Temporary = Directory.CreateDirectory(Path.Combine(files, "temp")).FullName;
        tools = MakeTools();
        contexts = new JObject
        {
            ["inputs"] = inputs,
            ["steps"] = new JObject(),
            ["job"] = new JObject { ["workflow_repository"] = "somebody/VmTest", ["workflow_sha"] = Commit },
            ["strategy"] = new JObject { ["job-index"] = "0", ["job-total"] = "1" },
            ["runner"] = new JObject
            {
                ["temp"] = Temporary,
                ["os"] = "Linux"
            }
        };
    }

    /// <summary>The runner's folder for temporary files.</summary>
    public string Temporary { get; }

    /// <summary>Where the workflow has VmTest leave the runs.</summary>
    public string Runs => Path.Combine(Temporary, "vmtest-runs");

    /// <summary>What the job did with rights that it does not have here.</summary>
    public string Administration =>
        File.Exists(Path.Combine(files, "sudo.log")) ? File.ReadAllText(Path.Combine(files, "sudo.log")) : string.Empty;

    /// <summary>The folder that stands for GitHub's cache, in which several runs share what they keep; null for none.</summary>
    public string? Cache { get; init; }

    /// <summary>Stands for github.com; nothing answers there unless a test says so.</summary>
    public string Server { get; init; } = "http://127.0.0.1:9";

    /// <summary>The repository in whose workflow this runs.</summary>
    public string CallingRepository { get; init; } = "somebody/machines";

    /// <summary>The newest run's report.</summary>
    public JObject Report =>
        JObject.Parse(
            File.ReadAllText(
                Path.Combine(new DirectoryInfo(Path.Combine(Runs, "latest")).ResolveLinkTarget(true)!.FullName, "report.json")));

    /// <summary>The value of an output of the action, once its steps have run.</summary>
    public string ActionOutput(string name) => new WorkflowExpressions(contexts).Expand((string)action["outputs"]![name]!["value"]!);

    /// <summary>Runs the scripts of the composite action in their order, as a step of somebody's job.</summary>
    public Task<IReadOnlyList<StepResult>> RunActionAsync()
    {
        contexts["github"] = new JObject
        {
            ["action_path"] = Repository.Folder,
            ["action_repository"] = "somebody/VmTest",
            ["action_ref"] = Commit,
        };
        return RunAsync("action", action["runs"]!["steps"]!, [], null);
    }

    /// <summary>Runs the scripts that prepare the coding agent's machine, as a step of the template's job.</summary>
    public Task<IReadOnlyList<StepResult>> RunAgentSetupAsync()
    {
        var step = Read("docs/template/.github/workflows/copilot-setup-steps.yml")["jobs"]!["copilot-setup-steps"]!["steps"]!
            .Single(step => ((string)step["uses"]!).Contains("/VmTest/agent@", StringComparison.Ordinal));
        contexts["github"] = new JObject
        {
            ["action_path"] = Path.Combine(Repository.Folder, "agent"),
            ["action_repository"] = "somebody/VmTest",
            ["action_ref"] = Commit,
        };
        contexts["inputs"] = step["with"]!.DeepClone();
        return RunAsync("agent", Read("agent/action.yml")["runs"]!["steps"]!, [], null);
    }

    /// <summary>Runs the scripts of a job in their order.</summary>
    /// <param name="job">Its name in the workflow.</param>
    /// <param name="more">Contexts that only this job has, such as matrix or needs.</param>
    /// <param name="during">Called with the entry process of each step that was started.</param>
    public Task<IReadOnlyList<StepResult>> RunAsync(string job, JObject? more = null, Func<string, Process, Task>? during = null)
    {
        contexts.Merge(more ?? []);
        var definition = workflow["jobs"]![job]!;
        return RunAsync(job, definition["steps"]!, [workflow["env"], definition["env"]], during);
    }

    public void Dispose() => Directory.Delete(files, recursive: true);

    private static JObject Read(string path) =>
        JObject.Parse(Shell.Run("/usr/bin/python3", "-c", YamlToJson, Path.Combine(Repository.Folder, path)));

    private async Task<IReadOnlyList<StepResult>> RunAsync(
        string job, JToken steps, IReadOnlyList<JToken?> around, Func<string, Process, Task>? during)
    {
        var results = new List<StepResult>();
        foreach (var step in steps.OfType<JObject>())
        {
            contexts["env"] = JObject.FromObject(Environment(around));
            var expressions = new WorkflowExpressions(contexts);
            if (!expressions.Holds((string?)step["if"], results.TrueForAll(result => result.Succeeded)))
            {
                continue;
            }

            if (step["uses"] is { } action)
            {
                Stand(step, (string)action!);
                StandForCache(step, (string)action!, expressions);
                continue;
            }

            var result = await RunAsync(step, Environment([.. around, step["env"]]), during);
            TellsOutputOfFailedTestsAttribute.Keep($"---- {job}: {result.Name} (exit code {result.ExitCode})\n{result.Log}");
            results.Add(result);
            if ((string?)step["id"] is { } id)
            {
                contexts["steps"]![id] = new JObject { ["outputs"] = JObject.FromObject(result.Outputs) };
            }
        }

        return results;
    }

    /// <summary>VmTest itself is checked out as this checkout is.</summary>
    private void Stand(JObject step, string action)
    {
        if (action.StartsWith("actions/checkout@", StringComparison.Ordinal) && (string?)step["with"]?["path"] is { } path)
        {
            File.CreateSymbolicLink(Path.Combine(workplace.Flake, path), Repository.Folder);
        }
    }

    /// <summary>Keeps and gives back a folder as actions/cache does: by its key, otherwise by the first prefix that fits any.</summary>
    private void StandForCache(JObject step, string action, WorkflowExpressions expressions)
    {
        if (Cache is null || !action.StartsWith("actions/cache/", StringComparison.Ordinal))
        {
            return;
        }

        var path = expressions.Expand((string)step["with"]!["path"]!);
        string Place(string key) => Path.Combine(Cache, Uri.EscapeDataString(expressions.Expand(key)));
        var key = (string)step["with"]!["key"]!;
        if (action.StartsWith("actions/cache/save@", StringComparison.Ordinal))
        {
            if (Directory.Exists(path))
            {
                Shell.Run("cp", "-R", path, Place(key));
            }

            return;
        }

        var prefixes = ((string?)step["with"]!["restore-keys"] ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(Place);
        var found = prefixes.Prepend(Place(key)).SelectMany(prefix => Directory.GetDirectories(Cache)
            .Where(entry => entry.StartsWith(prefix, StringComparison.Ordinal))).FirstOrDefault();
        if (found is not null)
        {
            Shell.Run("cp", "-R", found, path);
        }
    }

    private async Task<StepResult> RunAsync(JObject step, Dictionary<string, string> environment, Func<string, Process, Task>? during)
    {
        var name = (string?)step["name"] ?? "?";
        var script = Path.Combine(files, "step.sh");
        File.WriteAllText(script, (string)step["run"]!);
        foreach (var (variable, file) in new[] { ("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_ENV", "env") })
        {
            environment[variable] = Path.Combine(files, file);
            File.WriteAllText(environment[variable], string.Empty);
        }

        // Both streams are one log, as the runner reads them; the shell becomes the step's and stays the entry process.
        var info = new ProcessStartInfo("/bin/sh",
            ["-c", "exec 2>&1; exec bash --noprofile --norc -eo pipefail \"$0\"",
                script])
        { WorkingDirectory = workplace.Flake, RedirectStandardOutput = true, RedirectStandardInput = true };
        info.Environment.Clear();
        foreach (var (variable, value) in environment)
        {
            info.Environment[variable] = value;
        }

        var log = new StringBuilder();
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => log.AppendLine(line.Data);
        process.BeginOutputReadLine();
        if (during is not null)
        {
            await during(name, process);
        }

        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        foreach (var (variable, value) in OutputFile.Read(environment["GITHUB_ENV"]))
        {
            variables[variable] = value;
        }

        return new StepResult(name, process.ExitCode, log.ToString(), OutputFile.Read(environment["GITHUB_OUTPUT"]),
            File.ReadAllText(environment["GITHUB_STEP_SUMMARY"]));
    }

    /// <summary>What a runner gives every step, then what is written around it and in it, and what earlier steps have set.</summary>
    private Dictionary<string, string> Environment(IReadOnlyList<JToken?> sources)
    {
        var expressions = new WorkflowExpressions(contexts);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{tools}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_EVENT_NAME"] = "pull_request",
            ["GITHUB_REPOSITORY"] = CallingRepository,
            ["GITHUB_SERVER_URL"] = Server,
            ["GITHUB_WORKSPACE"] = workplace.Flake,
            ["RUNNER_TEMP"] = Temporary,
            ["RUNNER_TRACKING_ID"] = "github_7f3a",
            ["RUNNER_OS"] = "Linux",
            // What is left behind is looked for there; the hosts are built with this machine's tools.
            ["TMPDIR"] = workplace.Temporary,
            ["NIX_CONFIG"] = "sandbox = false",
        };
        foreach (var source in sources.OfType<JObject>())
        {
            foreach (var (name, value) in source)
            {
                environment[name] = expressions.Expand((string)value!);
            }
        }

        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>Stand-ins for what would change this machine: they only write down what they are asked for.</summary>
    private string MakeTools()
    {
        var folder = Directory.CreateDirectory(Path.Combine(files, "tools")).FullName;
        var sudo = Path.Combine(folder, "sudo");
        File.WriteAllText(sudo, $"#!/bin/sh\n{{ printf '%s\\n' \"$*\"; [ \"$1\" != tee ] || cat; }} >>'{files}/sudo.log'\n");
        File.SetUnixFileMode(sudo, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
