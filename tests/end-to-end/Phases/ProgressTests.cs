using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>Standard output of a run with <c>--format=json</c>, as a program reads it.</summary>
public sealed class ProgressTests
{
    [Test]
    public async Task Of_a_run_that_fails_each_line_is_an_event_and_the_last_the_verdict_with_the_failure_of_the_report()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ networking.hostNaem = \"x\"; }"));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--format=json");

        var report = result.Expect(20, "failure", "evaluate");
        var lines = ProgressLines.Read(result, workplace);
        var verdict = lines[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[0].Value<string>("event"), Is.EqualTo("run-started"));
            Assert.That(lines[0].Value<string>("run"), Is.EqualTo(report["run"]!.Value<string>("id")));
            Assert.That(lines.Count(line => line.Value<string>("event") == "failure-found"), Is.EqualTo(1));
            Assert.That(JToken.DeepEquals(verdict["failures"], report["failures"]), Is.True, verdict.ToString());
            Assert.That((verdict.Value<string>("status"), verdict.Value<int>("exitCode")), Is.EqualTo(("failure", 20)));
            Assert.That(verdict.Value<string>("report"), Is.EqualTo(Path.Combine(workplace.LatestRun, "report.json")));
            Assert.That(result.Error, Does.Contain("── FlakeCheck ──").And.Contain("✗ evaluation.option-unknown"));
        }
    }

    [Test]
    public async Task A_run_that_is_cancelled_ends_with_the_verdict_too()
    {
        using var workplace = new Workplace().WithHosts(("slow", Modules.SlowBuild));
        using var host = Host.Start(workplace, "--accel=tcg", "--format=json");
        await host.PhaseBegunAsync("build");
        await host.StartsAsync("sleep 600");

        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        result.Expect(143, "cancelled", failedPhase: null);
        var verdict = ProgressLines.Read(result, workplace)[^1];
        Assert.That((verdict.Value<string>("status"), verdict.Value<int>("exitCode")), Is.EqualTo(("cancelled", 143)));
    }

    [Test]
    public async Task A_target_that_tests_nothing_has_no_lines()
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, "--target=ListHosts", "--format=json");

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((2, string.Empty)));
        Assert.That(result.Error, Does.StartWith("--format=json goes with a target that tests"));
    }
}
