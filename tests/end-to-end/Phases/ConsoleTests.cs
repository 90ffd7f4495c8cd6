using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>What a run says to people, however much they want to hear.</summary>
public sealed class ConsoleTests
{
    private const string Undefined = "{ environment.etc.page.text = thing; }";

    private static readonly string[] Failing = ["--accel=tcg"];

    [Test]
    public async Task A_failure_is_said_when_it_is_found_and_explained_in_the_end_and_a_skipped_task_says_why()
    {
        using var workplace = new Workplace().WithHosts(("web", Undefined));

        var result = await Host.RunAsync(workplace, Failing);

        result.Expect(20, "failure", "evaluate");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.Empty, "the engine's own words about a failure on record");
            Assert.That(Lines(result).Count(line => line.Contains("The variable 'thing' is not defined.")), Is.EqualTo(2));
            Assert.That(Lines(result).Count(line => line == "│ error: undefined variable 'thing'"), Is.EqualTo(1));
            foreach (var task in new[] { "BuildVm", "Install", "BootWatch" })
            {
                Assert.That(Lines(result), Has.One.EqualTo($"── {task} ── skipped: phase evaluate failed"));
                Assert.That(Lines(result), Has.One.Matches($"^{task} +skipped +0.0 s +phase evaluate failed$"));
            }
        }
    }

    [Test]
    public async Task Of_a_minimal_run_a_line_per_phase_and_the_failures_are_said()
    {
        using var workplace = new Workplace().WithHosts(("web", Undefined));

        var result = await Host.RunAsync(workplace, [.. Failing, "--verbosity=minimal"]);

        Assert.That(Lines(result).Where(line => line[0] is '✓' or '✗').Select(line => line.Split(' ')[1]),
            Is.EqualTo(new[] { "preflight", "1", "The", "evaluate", "evaluation.undefined-variable", "VmTest:" }));
        Assert.That(result.Output, Does.Not.Contain("──").And.Not.Contain("Duration"));
    }

    [Test]
    public async Task A_quiet_run_says_verdict_first_failure_and_report_in_a_kilobyte()
    {
        using var workplace = new Workplace().WithHosts(("web", Undefined), ("mail", "{ environment.etc.x.text = other; }"));

        var result = await Host.RunAsync(workplace, [.. Failing, "--verbosity=quiet"]);

        result.Expect(20, "failure", "evaluate");
        Assert.That(result.Output, Has.Length.LessThanOrEqualTo(1024)
            .And.Contains("✗ evaluation.undefined-variable").And.Contains("and 1 more failure, in the report")
            .And.Contains("✗ VmTest: failure in").And.Contains($"report: {workplace.LatestRun}/report.json"));
        Assert.That(result.Error, Is.Empty);
    }

    [Test]
    public async Task A_target_that_is_not_reached_is_explained_by_the_failure_alone()
    {
        using var workplace = new Workplace().WithHosts(("web", Undefined));

        var result = await Host.RunAsync(workplace, [.. Failing, "--target=BuildVm"]);

        result.Expect(20, "failure", "evaluate");
        Assert.That(result.Output + result.Error, Does.Not.Contain("Could not reach target").And.Not.Contain("An error occurred"));
    }

    private static List<string> Lines(HostResult result) =>
        [.. result.Output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
