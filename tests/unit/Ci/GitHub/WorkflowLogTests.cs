using VmTest.Ci.GitHub;
using VmTest.Runner;
using VmTest.Terminal;
using VmTest.Text;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Ci.GitHub;

public sealed class WorkflowLogTests
{
    private readonly WorkflowLog log = new();

    private static readonly string[] Hostile =
    [
        "::error::x", "  ::set-output name=a::b", "##[command]rm -rf /", "text ##[error]x", "::endgroup::", "::stop-commands::mine",
        "::add-mask::e", "\r::error::x",
        "\u001b[31m::warning::x", "::debug::x", "<img src=x onerror=alert(1)>",
    ];

    private readonly StringWriter writer = new();

    [TearDown]
    public void Close() => writer.Dispose();

    [TestCaseSource(nameof(Hostile))]
    public void No_line_acts_that_is_not_ours(string hostile)
    {
        var console = Create();
        console.BeginStep("BuildVm");
        console.Say(hostile, "web");
        console.Warn(hostile);
        console.Explain(Samples.Failure with { Message = hostile, Excerpt = [hostile], Hint = hostile });
        // What does not come through this class, such as the engine's own words.
        writer.WriteLine(hostile);
        console.EndSteps();

        Assert.That(new RunnerLog(writer.ToString()).Commands.Select(command => command.Name), Is.EqualTo(new[] { "group", "endgroup" }));
    }

    [Test]
    public void Whatever_is_said_the_runner_obeys_the_same_commands() => Properties.ForAll(Properties.Texts, text =>
    {
        writer.GetStringBuilder().Clear();
        var marks = new WorkflowLog();
        var console = new RunConsole(writer, colours: false, Verbosity.Normal, marks: marks);
        console.BeginStep(text);
        console.Say(text);
        writer.WriteLine(text);
        console.Send(output => marks.Send(output, new WorkflowCommand("error", text).With("file", text).With("title", text)));
        console.Close();
        var runner = new RunnerLog(writer.ToString());

        Assert.That(runner.Commands.Select(command => command.Name), Is.EqualTo(new[] { "group", "error", "endgroup" }));
        Assert.That(runner.Commands[1].Message, Is.EqualTo(Sanitizer.Line(text)));
        Assert.That(runner.IsOpen);
    });

    [Test]
    public void Each_fence_has_a_name_of_its_own_that_nobody_can_guess()
    {
        var log = new WorkflowLog();
        for (var time = 0; time < 3; time++)
        {
            log.Fence(writer);
            log.Unfence(writer);
        }

        var tokens = writer.ToString().Split('\n')
            .Where(line => line.StartsWith("::stop-commands::", StringComparison.Ordinal))
                .Select(line => line["::stop-commands::".Length..]).ToList();

        Assert.That(tokens, Has.Count.EqualTo(3).And.Unique.And.All.Length.GreaterThan(32));
    }

    [Test]
    public void Groups_do_not_nest_and_the_last_one_is_closed()
    {
        var console = Create();
        console.BeginStep("FlakeCheck");
        console.BeginStep("BuildVm");
        console.Close();

        Assert.That(new RunnerLog(writer.ToString()).Commands.Select(command => $"{command.Name} {command.Message}".Trim()),
            Is.EqualTo(new[] { "group FlakeCheck", "endgroup", "group BuildVm", "endgroup" }));
    }

    [Test]
    public void Outside_of_a_workflow_nothing_of_it_is_printed()
    {
        var console = new RunConsole(writer, colours: false, Verbosity.Normal);
        console.BeginStep("BuildVm");
        console.EndSteps();
        console.Close();

        Assert.That(writer.ToString(), Is.EqualTo("  \n  ── BuildVm ──\n"));
    }

    private RunConsole Create() => new(writer, colours: false, Verbosity.Normal, marks: log);
}
