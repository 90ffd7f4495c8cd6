using System.Diagnostics;
using System.Text.Json.Nodes;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Mcp;

/// <summary>The server of the Model Context Protocol, with real Nix and QEMU behind it.</summary>
public sealed class McpTests
{
    [Test]
    public async Task A_host_that_does_not_evaluate_is_answered_with_its_place_and_explained_with_its_lines()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ networking.hostNaem = \"x\"; }"));
        await using (var session = await McpSession.StartAsync(workplace))
        {
            var answer = await session.CallAsync("check");
            var explained = await session.CallAsync("explain");
            var log = await session.CallAsync("read_log", new { file = "typo/nix.log", first_line = 1, last_line = 2 });
            var files = await session.CallAsync("read_log");

            using (Assert.EnterMultipleScope())
            {
                Assert.That((Text(answer, "status"), Text(answer, "failedPhase"), (int)answer["exitCode"]!),
                    Is.EqualTo(("failure", "evaluate", 20)));
                Assert.That(Text(answer["failures"]![0]!, "code"), Is.EqualTo("evaluation.option-unknown"));
                Assert.That(Text(answer["failures"]![0]!, "place"), Does.StartWith("typo.nix:1"));
                Assert.That(Text(answer, "report"), Is.EqualTo(Path.Combine(workplace.LatestRun, "report.json")));
                Assert.That(Text(explained, "meaning"), Is.Not.Empty);
                Assert.That(Text(explained, "run"), Is.EqualTo(Text(answer, "run")));
                Assert.That(explained["lines"]!.AsArray().Select(line => (string)line!), Has.Some.Contains("hostNaem"));
                Assert.That(log["lines"]!.AsArray(), Has.Count.LessThanOrEqualTo(2).And.Not.Empty);
                Assert.That(files["files"]!.AsArray().Select(file => (string)file!),
                    Does.Contain("report.json").And.Contain("typo/nix.log"));
            }
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task A_healthy_host_is_listed_tested_with_progress_and_leaves_a_whole_report()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        var progress = new McpProgress();
        await using (var session = await McpSession.StartAsync(workplace))
        {
            var hosts = await session.CallAsync("list_hosts");
            var answer = await session.CallAsync("test", new { host = new[] { "healthy" } }, progress);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(hosts["hosts"]!.AsArray().Select(host => (string)host!), Is.EqualTo(new[] { "healthy" }));
                Assert.That((Text(answer, "status"), (int)answer["exitCode"]!), Is.EqualTo(("success", 0)), session.Errors);
                Assert.That(answer["failures"]!.AsArray(), Is.Empty);
                foreach (var phase in new[] { "build", "install", "boot", "runtime" })
                {
                    Assert.That(progress.Messages, Does.Contain($"{phase} of healthy: started").And.Contain($"{phase} of healthy: passed"));
                }

                // The client's library calls back for several messages at once.
                Assert.That(progress.Values.Order(),
                    Is.EqualTo(Enumerable.Range(1, progress.Values.Count).Select(number => (float)number)));
            }
        }

        var report = new HostResult(0, string.Empty, string.Empty, workplace).Report;
        Assert.That(report["run"]!.Value<string>("trigger"), Is.EqualTo("mcp"));
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task The_protocols_cancel_ends_the_run_with_a_report_and_nothing_left_while_the_server_goes_on()
    {
        using var workplace = new Workplace().WithHosts(("slow", Modules.SlowBuild));
        await using (var session = await McpSession.StartAsync(workplace))
        {
            using var source = new CancellationTokenSource();
            var call = session.TryAsync("test", null, null, source.Token);
            await session.StartsAsync("sleep 600");
            var id = session.ProcessId();

            await source.CancelAsync();

            Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
            var report = await CancelledReportAsync(workplace);
            Assert.That(report["cleanup"]!["leaked"], Is.Empty);
            Assert.That(RunningProcess.Below(id).Where(process => process.CommandLine.Contains("sleep 600")), Is.Empty);
            Assert.That(Directory.GetFileSystemEntries(workplace.Temporary, "*", SearchOption.AllDirectories).Where(IsOfARun), Is.Empty);
            Assert.That(Text(await session.CallAsync("explain", new { code = "boot.timeout" }), "code"), Is.EqualTo("boot.timeout"));
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task Two_calls_at_once_are_two_runs_and_one_does_not_wait_for_the_other()
    {
        using var workplace = new Workplace().WithHosts(
            ("slow", Modules.SlowBuild), ("healthy", Modules.Healthy), ("typo", "{ networking.hostNaem = \"x\"; }"));
        await using (var session = await McpSession.StartAsync(workplace))
        {
            using var source = new CancellationTokenSource();
            var slow = session.TryAsync("test", new { host = new[] { "slow" } }, null, source.Token);
            await session.StartsAsync("sleep 600");

            var answers = await Task.WhenAll(
                session.CallAsync("check", new { host = new[] { "healthy" } }),
                session.CallAsync("check", new { host = new[] { "typo" } }));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(slow.IsCompleted, Is.False);
                Assert.That(answers.Select(answer => Text(answer, "status")), Is.EqualTo(new[] { "success", "failure" }));
                Assert.That(answers.Select(answer => Text(answer, "run")), Is.Unique);
                Assert.That(Directory.GetDirectories(workplace.Output, "2*"), Has.Length.EqualTo(3));
                Assert.That(RunningProcess.Below(session.ProcessId()).Count(process => process.CommandLine.Contains("sleep 600")),
                    Is.GreaterThan(0), "the teardown of one run ends nothing of another");
            }

            await source.CancelAsync();
            Assert.That(async () => await slow, Throws.InstanceOf<OperationCanceledException>());
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task Hostile_and_wrong_arguments_are_refused_with_what_is_allowed_and_read_nothing_outside_the_run()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ networking.hostNaem = \"x\"; }"));
        await using var session = await McpSession.StartAsync(workplace);
        Assert.That(await session.RefusedAsync("explain", null), Does.Contain("There is no run yet"));
        await session.CallAsync("check");
        File.CreateSymbolicLink(Path.Combine(workplace.LatestRun, "link.log"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(workplace.LatestRun, "etc"), "/etc");
        Shell.Run("mkfifo", Path.Combine(workplace.LatestRun, "pipe.log"));

        using (Assert.EnterMultipleScope())
        {
            foreach (var file in new[]
                     {
                         "../../../../../etc/passwd", "/etc/passwd", "typo/../../latest/report.json", "link.log", "etc/passwd",
                         "pipe.log", "typo",
                         ".", "..", string.Empty, "typo//nix.log", "report.json\0", "\u001b[31m", new string('x', 10_000),
                     })
            {
                Assert.That(await session.RefusedAsync("read_log", new { file }), Does.Contain("has no file").And.Not.Contain("root:"));
            }

            Assert.That(await session.RefusedAsync("read_log", new { run = "../.." }), Does.StartWith("'run' takes the ID of a run"));
            Assert.That(await session.RefusedAsync("read_log", new { run = "20200101-000000-abcd" }), Does.Contain("There is no run 2020"));
            Assert.That(await session.RefusedAsync("read_log", new { file = "report.md", first_line = 0 }),
                Does.StartWith("'first_line' takes"));
            Assert.That(await session.RefusedAsync("explain", new { code = "boot.timeot" }), Does.Contain("Did you mean boot.timeout?"));
            Assert.That(await session.RefusedAsync("explain", new { failure = 99 }), Does.Contain("there is no number 99"));
            Assert.That(await session.RefusedAsync("check", new { hots = "web" }), Does.Contain("Did you mean host?"));
            Assert.That(await session.RefusedAsync("check", new { output = "/root" }), Does.Contain("There is no argument 'output'"));
            Assert.That(await session.RefusedAsync("test", new { accel = "hvf" }), Does.Contain("--accel takes kvm or tcg or auto"));
            Assert.That(await session.RefusedAsync("test", new { host = new[] { "a,b" } }), Does.StartWith("'host' takes"));
            Assert.That(await session.RefusedAsync("test", new { memory = new { a = 1 } }), Does.StartWith("'memory' takes"));
        }
    }

    [Test]
    public async Task Standard_output_has_the_protocol_alone_and_progress_comes_in_order_before_the_answer()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ networking.hostNaem = \"x\"; }"));

        var (lines, errors) = await RawSession.CallAsync(workplace, McpSession.Command(workplace), "check", "{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => line.Value<string>("jsonrpc")), Is.All.EqualTo("2.0"));
            var progress = lines.Where(line => line.Value<string>("method") == "notifications/progress")
                .Select(line => line["params"]!.Value<int>("progress")).ToList();
            Assert.That(progress, Is.Not.Empty.And.EqualTo(Enumerable.Range(1, progress.Count)));
            Assert.That(lines[^1]["result"]!["structuredContent"]!.Value<string>("failedPhase"), Is.EqualTo("evaluate"));
            Assert.That(errors, Does.Contain("networking.hostNaem"), "what is said to people");
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task Out_of_a_checkout_it_starts_with_nothing_but_the_protocol_on_standard_output()
    {
        using var workplace = new Workplace();
        string[] command = [Path.Combine(Repository.Folder, "mcp", "start.sh"), $"--output={workplace.Output}"];

        var (lines, _) = await RawSession.CallAsync(workplace, command, "explain", "{\"code\":\"boot.timeout\"}");

        Assert.That(lines.Select(line => line.Value<string>("jsonrpc")), Is.All.EqualTo("2.0"));
        Assert.That(lines[^1]["result"]!["structuredContent"]!.Value<string>("code"), Is.EqualTo("boot.timeout"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_signal_and_the_end_of_the_input_end_the_running_call_within_five_seconds_with_its_teardown(bool signal)
    {
        using var workplace = new Workplace().WithHosts(("slow", Modules.SlowBuild));
        await using var session = await McpSession.StartAsync(workplace);
        var call = session.TryAsync("test", null, null, CancellationToken.None);
        await session.StartsAsync("sleep 600");
        using var process = Process.GetProcessById(session.ProcessId());
        var watch = Stopwatch.StartNew();

        if (signal)
        {
            Shell.Run("kill", "-TERM", process.Id.ToString());
        }
        else
        {
            await session.DisposeAsync();
        }

        await process.WaitForExitAsync();

        Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(5)));
        Assert.That(async () => await call, Throws.Exception);
        Assert.That((await CancelledReportAsync(workplace))["cleanup"]!["leaked"], Is.Empty);
        Leftovers.ExpectNone(workplace);
    }

    private static string? Text(JsonNode node, string name) => (string?)node[name];

    /// <summary>What a run has in the folder for temporary files, as opposed to what the runtime has there.</summary>
    private static bool IsOfARun(string path) => Path.GetFileName(path).StartsWith("20", StringComparison.Ordinal)
        || Path.GetFileName(path).StartsWith("vmtest-build-", StringComparison.Ordinal);

    private static async Task<JObject> CancelledReportAsync(Workplace workplace)
    {
        var waited = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(workplace.LatestRun, "report.json")))
        {
            Assert.That(waited.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)), "there is no report");
            await Task.Delay(20);
        }

        var report = new HostResult(143, string.Empty, string.Empty, workplace).Report;
        Assert.That(report.Value<string>("status"), Is.EqualTo("cancelled"));
        return report;
    }
}
