using VmTest.Terminal;

namespace VmTest.DiagnosisTests.Terminal;

/// <summary>What people see while Nix runs.</summary>
internal sealed class LiveConsoleTests
{
    [Test]
    public void A_status_is_a_line_of_its_own_where_output_is_no_terminal()
    {
        using var screen = new StringWriter();
        var console = new RunConsole(screen, false, Verbosity.Normal);
        console.Status("1/3 built");
        console.Status("2/3 built");
        console.EndStatus();
        Assert.That(screen.ToString(), Is.EqualTo("  1/3 built\n  2/3 built\n"));
    }

    [Test]
    public void A_status_on_a_terminal_is_erased_before_a_line_and_drawn_again_after_it()
    {
        using var screen = new StringWriter();
        var console = new RunConsole(screen, false, Verbosity.Normal, live: true);
        console.Status("1/3");
        console.Say("said");
        console.EndStatus();
        console.Say("end");
        Assert.That(screen.ToString(), Is.EqualTo("  1/3\r\u001b[K  said\n  1/3\r\u001b[K  end\n"));
    }

    [Test]
    public void Quiet_says_no_status()
    {
        using var screen = new StringWriter();
        var console = new RunConsole(screen, false, Verbosity.Quiet, live: true);
        console.Status("1/3");
        Assert.That(screen.ToString(), Is.Empty);
    }

    [TestCase("::error::x", "  : :error::x\n")]
    [TestCase("  ::add-mask::x", "    : :add-mask::x\n")]
    [TestCase("x ##[error]y", "  x # #[error]y\n")]
    [TestCase("a::b", "  a::b\n")]
    public void A_line_is_no_command_to_the_runner_of_a_workflow(string text, string shown)
    {
        using var screen = new StringWriter();
        new RunConsole(screen, false, Verbosity.Normal).Say(text);
        Assert.That(screen.ToString(), Is.EqualTo(shown));
    }
}
