using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using VmTest.CommandLine;
using VmTest.RuleTests.Sources;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Workflows;

/// <summary>What no linter knows: which rules these workflows have to keep.</summary>
public sealed partial class WorkflowRulesTests
{
    private static readonly string[] CopilotKeys = ["steps", "permissions", "runs-on", "services", "snapshot", "timeout-minutes"];
    private static readonly string[] VmTestInputs =
    [
        "flake", "host", "install", "boot-timeout", "accel", "memory", "cores", "jobs", "network", "require-unit", "allow-failed", "reuse",
    ];

    [Test]
    public async Task Every_action_is_pinned_by_commit_and_names_its_version()
    {
        var lines = new List<string>();
        foreach (var path in (await WorkflowFiles.PathsAsync()).Concat(WorkflowFiles.Actions))
        {
            lines.AddRange(
                SourceFiles.Text(path).Split('\n')
                    .Where(line => line.Contains("uses:", StringComparison.Ordinal) && !line.StartsWith('#') && !OfThisProject(line))
                        .Select(line => $"{path}: {line.Trim()}"));
        }

        Assert.That(lines, Has.Count.GreaterThan(20).And.All.Match(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$"));
        var commits = lines.Select(line => line.Split("uses: ")[1]).Distinct()
            .GroupBy(use => use.Split('@')[0]).Where(uses => uses.Count() > 1).Select(uses => uses.Key);
        Assert.That(commits, Is.Empty, "one commit of each action");
    }

    [Test]
    public async Task No_expression_is_spliced_into_a_script()
    {
        var steps = (await WorkflowFiles.StepsAsync()).Where(step => step.Run is not null).ToList();

        Assert.That(steps, Has.Count.GreaterThan(15));
        Assert.That(steps.Where(step => step.Run!.Contains("${{", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Permissions_are_to_read_and_only_a_release_may_write()
    {
        foreach (var (path, content) in await WorkflowFiles.AllAsync())
        {
            var granted = content.SelectTokens("$..permissions").OfType<JObject>().SelectMany(permissions => permissions.Properties())
                .ToList();
            Assert.That(content["permissions"] ?? content["jobs"]!.First!.First!["permissions"], Is.Not.Null, path);
            Assert.That(granted.Where(
                grant => !path.EndsWith("/release.yml", StringComparison.Ordinal)
                    && (grant.Name != "contents" || (string?)grant.Value != "read")), Is.Empty, path);
        }
    }

    [Test]
    public async Task Every_job_has_a_limit_and_a_runner_by_its_version()
    {
        foreach (var (path, content) in await WorkflowFiles.AllAsync())
        {
            foreach (var job in ((JObject)content["jobs"]!).Properties())
            {
                if (job.Value["uses"] is not null)
                {
                    // The jobs of a called workflow have their own.
                    continue;
                }

                Assert.That((int?)job.Value["timeout-minutes"], Is.InRange(1, 90), $"{path}: {job.Name}");
                Assert.That((string?)job.Value["runs-on"], Is.EqualTo("ubuntu-24.04"), $"{path}: {job.Name}");
            }
        }
    }

    [Test]
    public async Task The_suite_runs_with_the_package_and_with_the_layer()
    {
        var jobs = (await WorkflowFiles.AllAsync())
            .Single(workflow => workflow.Item1.EndsWith("/ci.yml", StringComparison.Ordinal)).Item2["jobs"]!;
        var steps = (await WorkflowFiles.StepsAsync()).Where(step => step.Run?.Contains(".ci/run", StringComparison.Ordinal) == true);

        Assert.That(jobs["test"]!["strategy"]!["matrix"]!["frosting"]!.Values<string>(), Is.EquivalentTo(new[] { "package", "layer" }));
        Assert.That(
            steps.Select(step => (string?)step.Content["env"]?["VMTEST_CAKE_FROSTING"]), Is.EqualTo(new[] { "${{ matrix.frosting }}" }));
    }

    [Test]
    public async Task A_checkout_keeps_no_token()
    {
        var checkouts = (await WorkflowFiles.StepsAsync())
            .Where(step => step.Uses?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true).ToList();

        Assert.That(checkouts, Is.Not.Empty);
        Assert.That(checkouts.Where(step => (string?)step.Content["with"]?["persist-credentials"] != "false"), Is.Empty);
    }

    [Test]
    public async Task A_test_takes_the_place_of_its_shell_and_teardown_and_upload_always_follow()
    {
        var steps = await WorkflowFiles.StepsAsync();
        foreach (var (file, job) in new[] { (WorkflowFiles.VmTest, "test"), (WorkflowFiles.Action, "action") })
        {
            var own = steps.Where(step => step.File == file && step.Job == job).ToList();
            var test = own.FindIndex(step => step.Run?.Contains("--target=VmTest", StringComparison.Ordinal) == true);
            Assert.That(own[test].Run, Does.StartWith("exec \"$VMTEST\" "));
            Assert.That(own[test].If, Is.Null);
            Assert.That(own[test + 1].Run, Does.Match("exec \"\\$VMTEST\" --target=Teardown [^\n]*$"));
            Assert.That(own[test + 2].Uses, Does.StartWith("actions/upload-artifact@"));
            Assert.That(own.Skip(test + 1).Select(step => step.If), Has.All.StartsWith("always()"));
        }
    }

    [Test]
    public async Task The_workflow_runs_once_for_each_change_by_hand_and_for_others_one_run_for_each_branch()
    {
        var workflow = await Yaml.ReadAsync(WorkflowFiles.VmTest);
        var events = workflow["on"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(events["push"]!["branches"]!.Values<string>(), Is.EqualTo(new[] { "main", "master" }),
                "other branches are tested by their pull requests");
            Assert.That(Names(events), Is.SupersetOf(new[] { "pull_request", "merge_group" }));
            Assert.That(events.SelectTokens("$..paths").Where(paths => paths is JArray), Is.Empty,
                "a required check of a run that never starts stays pending");
            Assert.That(Names(events["workflow_dispatch"]!["inputs"]), Is.SupersetOf(VmTestInputs));
            Assert.That(Names(events["workflow_call"]!["inputs"]), Is.SupersetOf(VmTestInputs));
            Assert.That((string?)workflow["concurrency"]!["group"], Does.StartWith("vm-test-").And.Contain("github.head_ref || github.ref_name"));
            Assert.That((string?)workflow["concurrency"]!["cancel-in-progress"], Is.EqualTo("${{ inputs.cancel-running == true }}"));
            Assert.That((string?)events["workflow_call"]!["inputs"]!["cancel-running"]!["default"], Is.EqualTo("false"));
            Assert.That((string?)workflow["jobs"]!["test"]!["strategy"]!["fail-fast"], Is.EqualTo("false"));
            Assert.That((string?)workflow["jobs"]!["result"]!["if"], Is.EqualTo("always()"));
            Assert.That(workflow["jobs"]!["result"]!["needs"]!.Values<string>(), Is.EqualTo(new[] { "decide", "hosts", "test" }));
        }
    }

    [Test]
    public async Task The_action_takes_and_gives_what_the_workflow_does()
    {
        var action = await Yaml.ReadAsync(WorkflowFiles.Action);

        Assert.That(Names(action["inputs"]), Is.SupersetOf(VmTestInputs));
        Assert.That(Names(action["outputs"]), Is.EqualTo(new[] { "status", "failed-phase", "exit-code", "report" }));
        Assert.That((string?)action["runs"]!["using"], Is.EqualTo("composite"));
        Assert.That(action["runs"]!["steps"]!.OfType<JObject>().Where(step => step["run"] is not null && (string?)step["shell"] != "bash"),
            Is.Empty);
    }

    [TestCase(WorkflowFiles.CopilotSetup, "./agent")]
    [TestCase(WorkflowFiles.Template + "copilot-setup-steps.yml", "OWNER/VmTest/agent@COMMIT")]
    public async Task The_agents_machine_is_prepared_by_the_one_job_that_GitHub_looks_for(string file, string action)
    {
        var workflow = await Yaml.ReadAsync(file);
        var job = (JObject)((JObject)workflow["jobs"]!).Properties().Single(job => job.Name == "copilot-setup-steps").Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((JObject)workflow["jobs"]!).Count, Is.EqualTo(1));
            Assert.That(Names(job), Is.SubsetOf(CopilotKeys));
            Assert.That((int)job["timeout-minutes"]!, Is.LessThanOrEqualTo(59));
            Assert.That(job["steps"]!.Select(step => (string?)step["uses"]), Does.Contain(action));
            var own = (await WorkflowFiles.StepsAsync()).Where(step => step.File == WorkflowFiles.Agent);
            Assert.That(own.Select(step => step.Run).OfType<string>(),
                Has.Some.Contains("--target=CheckKvm").And.Some.Contains("--target=BuildVm").And.Some.Contains("allowed-hosts.sh"));
            Assert.That(job["steps"]!.Select(step => (string?)step["shell"]).Where(shell => shell is not null), Has.All.EqualTo("bash"),
                "defaults are not honoured");
        }
    }

    [Test]
    public async Task Real_hosts_are_tested_by_action_and_workflow_and_those_that_have_to_fail_are_compared()
    {
        var workflow = await Yaml.ReadAsync(WorkflowFiles.NixOS);
        var jobs = (JObject)workflow["jobs"]!;
        var inputs = Names((await Yaml.ReadAsync(WorkflowFiles.VmTest))["on"]!["workflow_call"]!["inputs"]).ToList();
        var action = Names((await Yaml.ReadAsync(WorkflowFiles.Action))["inputs"]).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(workflow["on"]), Is.EquivalentTo(new[] { "push", "schedule", "workflow_dispatch" }));
            Assert.That(workflow["on"]!["push"]!["paths"]!.Values<string>().Select(path => path!.Split('*')[0].TrimEnd('/', '.')),
                Has.All.Matches<string>(path => Directory.Exists(Repository.Below(path)) || File.Exists(Repository.Below(path))
                    || Directory.GetFiles(Repository.Below("."), $"{path}.*").Length > 0), "what does not exist starts nothing");
            foreach (var job in jobs.Properties().Where(job => job.Value["uses"] is not null))
            {
                Assert.That((string?)job.Value["uses"], Is.EqualTo($"./{WorkflowFiles.VmTest}"));
                Assert.That(Names(job.Value["with"]), Is.SubsetOf(inputs), job.Name);
            }

            foreach (var step in (await WorkflowFiles.StepsAsync()).Where(step => step is { File: WorkflowFiles.NixOS, Uses: "./" }))
            {
                Assert.That(Names(step.Content["with"]), Is.SubsetOf(action), step.ToString());
            }

            Assert.That(jobs.DescendantsAndSelf().OfType<JProperty>().Where(each => each.Name is "flake" && each.Value is JValue)
                    .Select(each => (string)each.Value!).Where(flake => !flake.StartsWith("${{", StringComparison.Ordinal)),
                Has.All.Matches<string>(flake => File.Exists(Repository.Below($"{flake}/flake.nix"))));
            Assert.That((string?)jobs["newer"]!["if"], Is.EqualTo("github.event_name != 'push'"));
            Assert.That(jobs["newer"]!["strategy"]!["matrix"]!["nixpkgs"]!.Values<string>(), Does.Contain("nixos-unstable"));
        }

        var failing = (await WorkflowFiles.StepsAsync()).Where(step => step is { File: WorkflowFiles.NixOS, Job: "failing" }).ToList();
        var test = failing.FindIndex(step => step.Uses == "./");
        Assert.That((string?)failing[test].Content["continue-on-error"], Is.EqualTo("true"), "they have to fail");
        Assert.That(failing[test + 1].Run, Does.Contain("tests/nixos/check-reports.sh tests/nixos/failing/expected.json"));
        Assert.That(failing[test + 1].If, Is.Null);
    }

    [Test]
    public async Task Every_argument_of_VmTest_in_a_script_exists()
    {
        var calls = (await WorkflowFiles.StepsAsync())
            .SelectMany(step => Call().Matches(step.Run ?? string.Empty).Select(match => match.Value)).ToList();
        var options = OptionCatalogue.All.Select(option => option.Name).Append("target").ToList();

        Assert.That(calls, Has.Count.GreaterThan(5));
        foreach (var call in calls)
        {
            Assert.That(Argument().Matches(call).Select(match => match.Groups["name"].Value), Is.SubsetOf(options), call);
            Assert.That(Targets.All.Select(target => target.Name), Does.Contain(Target().Match(call).Groups["name"].Value), call);
        }
    }

    /// <summary>Files of this checkout, and what a template leaves for its reader to fill in.</summary>
    private static bool OfThisProject(string line) =>
        line.Contains("uses: ./", StringComparison.Ordinal) || line.Contains("uses: OWNER/VmTest/", StringComparison.Ordinal);

    private static IEnumerable<string> Names(JToken? inputs) => ((JObject)inputs!).Properties().Select(input => input.Name);

    [GeneratedRegex("""("\$VMTEST"|\./build\.sh) --target=[^\n]*""")]
    private static partial Regex Call();

    [GeneratedRegex("--(?<name>[a-z-]+)")]
    private static partial Regex Argument();

    [GeneratedRegex("--target=(?<name>[A-Za-z]+)")]
    private static partial Regex Target();
}
