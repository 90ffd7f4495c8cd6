using Snapshooter.NUnit;
using VmTest.Ci;
using VmTest.Ci.GitHub;
using VmTest.Model;
using VmTest.Terminal;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Ci.GitHub;

public sealed class GitHubHostTests
{
    private readonly StringWriter writer = new();
    private readonly WorkflowLog log = new();
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Close()
    {
        writer.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Only_a_step_of_a_workflow_is_taken_for_one()
    {
        var environment = new Dictionary<string, string?>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_WORKSPACE"] = "/a/b/",
            ["GITHUB_OUTPUT"] = "/o",
            ["GITHUB_STEP_SUMMARY"] = "",
            ["GITHUB_EVENT_NAME"] = "push"
        };

        var host = GitHubHost.Detect(name => environment.GetValueOrDefault(name));

        Assert.That((host?.Workspace, host?.OutputFile, host?.SummaryFile, host?.Trigger),
            Is.EqualTo(("/a/b", "/o", (string?)null, "github:push")));
        Assert.That(GitHubHost.Detect(_ => null), Is.Null);
        Assert.That(CiHosts.Detect(name => name == "CI" ? "true" : null), Is.InstanceOf<NoCiHost>());
    }

    [Test]
    public void The_outputs_say_status_phase_exit_code_and_where_the_report_is()
    {
        Publish(SampleReports.UnitFailed);

        Assert.That(Outputs(), Is.EqualTo(new Dictionary<string, string>
        {
            ["status"] = "failure",
            ["failed-phase"] = "runtime",
            ["exit-code"] = "60",
            ["report"] = "/runs/1/report.json",
        }));
    }

    [Test]
    public void No_value_of_an_output_becomes_another_output()
    {
        new CiPublisher(Console(), Job()).Output(("hosts", "[\"a\"]\nstatus=success\nEOF"));

        Assert.That(Outputs(), Is.EqualTo(new Dictionary<string, string> { ["hosts"] = "[\"a\"]\nstatus=success\nEOF" }));
    }

    [Test]
    public void The_summary_names_the_flake_as_it_is_called_from_the_checkout()
    {
        var report = SampleReports.UnitFailed with
        {
            Run = SampleReports.UnitFailed.Run with
            {
                Flake =
            new FlakeFacts(folder.Below("machines"))
            }
        };

        Publish(report);

        Assert.That(
            Summary(), Does.Contain("    ./build.sh --target=VmTest --flake=./machines --host=web,db").And.Not.Contain(folder.Path));
    }

    [Test]
    public void The_summaries_of_one_step_together_stay_below_what_is_shown()
    {
        var report = SampleReports.UnitFailed with
        {
            Failures = [.. Enumerable.Repeat(
            Samples.Failure with { Excerpt = [.. Enumerable.Repeat(new string('x', 1000), 30)] }, 20)]
        };

        Publish(report);
        Publish(report);

        Assert.That(new FileInfo(folder.Below("summary")).Length, Is.InRange(1_000_000, 1 << 20));
        Assert.That(Summary(), Does.Contain("`report.md`"));
    }

    [Test]
    public void A_file_that_cannot_be_written_is_a_warning_and_nothing_worse()
    {
        new CiPublisher(Console(),
            new GitHubHost(log) { SummaryFile = "/no/such/folder/summary", OutputFile = "/no/such/folder/output" })
                .Publish(SampleReports.Success, "/runs/1");

        Assert.That(writer.ToString(), Does.Contain("could not be written"));
    }

    [TestCase("terminal")]
    [TestCase("pipe")]
    [TestCase("github")]
    public void Console_annotations_and_summary_are_what_they_were(string environment)
    {
        var token = 0;
        ICiHost host = environment == "github" ? Job(new WorkflowLog(() => $"token-{++token}")) : new NoCiHost();
        var console = new RunConsole(writer, colours: environment == "terminal", Verbosity.Normal, marks: host.Marks);
        folder.Write("hosts/web.nix", "{ }");
        var report = SampleReports.UnitFailed with
        {
            Run = SampleReports.UnitFailed.Run with
            {
                Flake = new FlakeFacts(folder.Path,
            "abcdef")
            }
        };

        console.BeginStep("CheckKvm");
        console.Passed("preflight passed (0.1 s)");
        console.BeginStep("BuildVm");
        console.Say("::error::building", "web");
        console.Failed("runtime failed (1.9 s)", "web");
        console.EndSteps();
        report.Failures.ToList().ForEach(console.Explain);
        new CiPublisher(console, host).Publish(report, "/runs/1");
        console.Close();

        var summary = File.Exists(folder.Below("summary")) ? Summary() : "(none)";
        Snapshot.Match(
            $"{writer.ToString().Replace("\u001b", "<ESC>", StringComparison.Ordinal)}\n==== summary\n{summary}", $"Console.{environment}");
    }

    private void Publish(Report report) => new CiPublisher(Console(), Job()).Publish(report, "/runs/1");

    private RunConsole Console() => new(writer, colours: false, Verbosity.Normal, marks: log);

    private GitHubHost Job(WorkflowLog? marks = null) =>
        new(marks ?? log) { Workspace = folder.Path, OutputFile = folder.Below("output"), SummaryFile = folder.Below("summary") };

    private string Summary() => File.ReadAllText(folder.Below("summary"));

    private Dictionary<string, string> Outputs() => VmTest.Runner.OutputFile.Read(folder.Below("output"));
}
