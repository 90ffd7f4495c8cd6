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

    [TestCase(Verbosity.Quiet, 2)]
    [TestCase(Verbosity.Normal, 4)]
    [TestCase(Verbosity.Verbose, 5)]
    public void Verbosity_decides_how_much_is_said_and_never_hides_a_failure(Verbosity verbosity, int lines)
    {
        var console = new RunConsole(writer, colours: false, verbosity);
        console.Say("x");
        console.Passed("x");
        console.Detail("x");
        console.Warn("warning");
        console.Failed("failure");

        Assert.That(writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(lines));
        Assert.That(writer.ToString(), Does.Contain("! warning").And.Contain("✗ failure"));
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
