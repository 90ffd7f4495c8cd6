using VmTest.Model;
using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Text;

public sealed class SanitizerTests
{
    [TestCase("plain – text 漢😀", "plain – text 漢😀")]
    [TestCase("\u001b[0;32m  OK  \u001b[0m done", "  OK   done")]
    [TestCase("\u001b[2J\u001b[H\u001b[?25lx", "x")]
    [TestCase("\u009b31mred", "red")]
    [TestCase("\u001b]0;title\u0007x", "x")]
    [TestCase("\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\", "link")]
    [TestCase("\u001b(Bx\u001b=\u001bM", "x")]
    [TestCase("a\tb", "a b")]
    [TestCase("a\r\nb\0\u007f\u0085", "ab")]
    [TestCase("end\u001b", "end")]
    [TestCase("end\u001b[", "end")]
    [TestCase("\u001b]unfinished", "")]
    public void Control_sequences_of_every_kind_are_gone_and_text_stays(string raw, string clean) =>
        Assert.That(Sanitizer.Line(raw), Is.EqualTo(clean));

    [Test]
    public void No_control_character_is_left_and_nothing_grows() => Properties.ForAll(Properties.Texts, text =>
    {
        var clean = Sanitizer.Line(text);

        Assert.That(clean.Any(char.IsControl), Is.False);
        Assert.That(clean, Has.Length.LessThanOrEqualTo(text.Length));
    });

    [Test]
    public void What_is_clean_stays_as_it_is() => Properties.ForAll(Properties.Texts, text =>
        Assert.That(Sanitizer.Line(Sanitizer.Line(text)), Is.EqualTo(Sanitizer.Line(text))));

    [Test]
    public void A_long_text_is_cut_and_says_so()
    {
        Assert.That(Sanitizer.Line(new string('x', 11), maximum: 10), Is.EqualTo(new string('x', 10) + "…"));
        Assert.That(Sanitizer.Line(new string('x', 10), maximum: 10), Is.EqualTo(new string('x', 10)));
    }

    [Test, CancelAfter(5000)]
    public void A_line_made_to_be_slow_is_not() =>
        Assert.That(Sanitizer.Line(string.Concat(Enumerable.Repeat("\u001b[", 30_000)) + new string(';', 30_000), Limits.MaximumLineBytes),
            Is.Not.Null);

    [Test]
    public void What_would_reorder_a_line_is_shown() =>
        Assert.That(Sanitizer.Line("a\u202Eb\u2066c"), Is.EqualTo("a\uFFFDb\uFFFDc"));
}
