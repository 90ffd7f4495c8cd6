using System.Text;
using VmTest.Model;
using VmTest.Terminal;
using VmTest.UnitTests.Reports;

namespace VmTest.UnitTests.Terminal;

public sealed class RunConsoleTests
{
    private readonly StringWriter writer = new();

    [TearDown]
    public void Close() => writer.Dispose();

    [Test]
    public void Hostile_text_is_one_harmless_line()
    {
        var console = Create();
        console.Say("a\n::error::b\u001b[2J", "web");

        Assert.That(writer.ToString(), Is.EqualTo("  a::error::b\n"));
    }

    [Test]
    public void A_failure_is_told_in_full_with_foreign_lines_behind_a_bar()
    {
        Create().Explain(Samples.Failure with { Excerpt = ["::error::x", "\u001b[31mred"] });

        Assert.That(writer.ToString().Split('\n'), Is.EqualTo(new[]
        {
            "  ✗ runtime.unit-failed nginx.service of web failed: its program ended with exit status 1.",
            "    at hosts/web.nix:12:3",
            "    see modules/tls.nix:7:5 (settings of services.nginx)",
            "    │ ::error::x",
            "    │ red",
            "    3 more derivations were not built because of it",
            "    → Fix nginx.service.",
            string.Empty,
        }));
    }

    [Test]
    public void Lines_name_their_host_where_there_are_several()
    {
        var console = Create();
        console.NameHosts();
        console.Passed("done", "web");

        Assert.That(writer.ToString(), Is.EqualTo("web       │ ✓ done\n"));
    }

    [TestCase(Verbosity.Quiet, "verdict;result")]
    [TestCase(Verbosity.Minimal, "passed;warning;failed;verdict;result")]
    [TestCase(Verbosity.Normal, "said;── Step ──;passed;warning;failed;verdict;result")]
    [TestCase(Verbosity.Verbose, "said;── Step ──;passed;detail;warning;failed;verdict;result")]
    public void Verbosity_decides_how_much_is_said_and_never_hides_the_verdict(Verbosity verbosity, string expected)
    {
        var console = new RunConsole(writer, colours: false, verbosity);
        console.Say("said");
        console.BeginStep("Step");
        console.Passed("passed");
        console.Detail("detail");
        console.Warn("warning");
        console.Failed("failed");
        console.Verdict(passed: false, "verdict");
        console.Always("result");

        Assert.That(
            writer.ToString().Split('\n').Select(line => line.Trim(' ', '✓', '✗', '!')).Where(line => line.Length > 0),
            Is.EqualTo(expected.Split(';')));
    }

    [Test]
    public void Where_little_is_wanted_the_first_failure_is_said_in_short_and_the_others_are_counted()
    {
        var console = new RunConsole(writer, colours: false, Verbosity.Quiet);
        var failure = Samples.Failure with { Message = new string('m', 2000), Hint = new string('h', 2000) };

        console.Explain([failure, failure, failure]);

        Assert.That(writer.ToString(), Has.Length.LessThan(800)
            .And.Contains("runtime.unit-failed").And.Contains("at hosts/web.nix:12:3").And.Contains("→ hhh"));
        Assert.That(writer.ToString(), Does.EndWith("  and 2 more failures, in the report\n"));
    }

    [TestCase("m")]
    [TestCase("ä")]
    [TestCase("🧀")]
    public void Whatever_failed_a_quiet_run_says_at_most_a_kilobyte(string letter)
    {
        var console = new RunConsole(writer, colours: false, Verbosity.Quiet);
        var text = string.Concat(Enumerable.Repeat(letter, 2000));
        var failure = Samples.Failure with
        {
            Code = FailureCatalogue.All.Select(entry => entry.Code).MaxBy(code => code.Length)!,
            Host = text,
            Message = text,
            Location = new SourceLocation(text + "/web.nix", 1234, 56),
            Hint = text,
        };
        console.NameHosts();

        console.Explain([.. Enumerable.Repeat(failure, 1000)]);
        console.Verdict(passed: false, "BootWatch: cancelled in 59 min 59 s (exit code 143)");
        console.Always($"report: /home/somebody/{new string('p', 60)}/artifacts/vmtest/20261123-074512-3f9a/report.json");

        Assert.That(Encoding.UTF8.GetByteCount(writer.ToString()), Is.LessThanOrEqualTo(1024));
        Assert.That(writer.ToString(), Does.Contain("/web.nix:1234:56\n"));
    }

    [Test]
    public void A_run_that_stops_says_so_and_draws_no_more_of_what_was_going_on()
    {
        var console = new RunConsole(writer, colours: false, Verbosity.Normal, live: true);
        console.Status("boot: 3 s");
        console.Stop("SIGINT");
        console.Status("boot: 4 s");
        console.Say("cleaning up");
        console.Close();

        Assert.That(writer.ToString(), Does.EndWith("\r\u001b[K  SIGINT: stopping…\n  cleaning up\n"));
    }

    [Test]
    public void Nothing_that_was_going_on_stands_in_the_last_line()
    {
        var console = new RunConsole(writer, colours: false, Verbosity.Normal, live: true);
        console.Status("boot: 3 s");
        console.Close();

        Assert.That(writer.ToString(), Does.EndWith("\r\u001b[K"));
    }

    [TestCase(null, "── BuildVm ── skipped")]
    [TestCase("phase evaluate failed", "── BuildVm ── skipped: phase evaluate failed")]
    public void A_step_that_is_skipped_says_why_in_its_own_line(string? reason, string expected)
    {
        Create().SkipStep("BuildVm", reason);

        Assert.That(writer.ToString().Trim(), Is.EqualTo(expected));
    }

    [Test]
    public void Without_colours_nothing_but_text_is_written()
    {
        Create().Explain(Samples.Failure);

        Assert.That(writer.ToString(), Does.Not.Contain("\u001b"));
    }

    [Test]
    public void A_place_is_written_as_editors_take_it()
    {
        Assert.That(new SourceLocation("a.nix", 3, 4).ToString(), Is.EqualTo("a.nix:3:4"));
        Assert.That(new SourceLocation("a.nix").ToString(), Is.EqualTo("a.nix"));
    }

    private RunConsole Create() => new(writer, colours: false, Verbosity.Normal);
}
