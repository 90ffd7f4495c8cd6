using System.Text;
using VmTest.Guest;

namespace VmTest.UnitTests.Guest;

/// <summary>The console is evidence: whatever ends a boot, the cause is what a line of it says.</summary>
public sealed class ConsoleCauseTests
{
    [TestCaseSource(typeof(ConsoleCase), nameof(ConsoleCase.All))]
    public void The_line_that_says_why_is_the_cause(object each)
    {
        var console = (ConsoleCase)each;

        var finding = console.Explain()[0];

        Assert.Multiple(() =>
        {
            Assert.That(finding.Code, Is.EqualTo(console.Code));
            Assert.That(finding.Message, Does.Contain(console.Word));
            Assert.That(finding.Subject?.Name ?? string.Empty, Is.EqualTo(console.Subject));
            Assert.That(finding.Hint, Is.Not.Empty);
        });
    }

    [TestCase("Passphrase for /dev/vda2: ")]
    [TestCase("Please enter passphrase for disk /dev/vda2 (root): (press TAB for no echo) ")]
    [TestCase("Enter passphrase for 'rpool/nixos':")]
    public void A_prompt_for_a_passphrase_ends_the_wait_at_once(string prompt)
    {
        var signals = new BootSignals(() => TimeSpan.FromSeconds(5));
        var evidence = new Evidence { OnConsole = signals.OnConsole };
        evidence.Console.Feed(Encoding.UTF8.GetBytes(prompt));

        Assert.That(signals.Ended.IsCompleted, Is.True);
        Assert.That(signals.Ended.Result.Kind, Is.EqualTo(BootEndKind.Passphrase));
    }
}
