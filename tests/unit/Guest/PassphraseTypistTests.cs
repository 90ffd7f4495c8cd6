using System.Text;
using Microsoft.Extensions.Time.Testing;
using VmTest.Guest;
using VmTest.Text;

namespace VmTest.UnitTests.Guest;

public sealed class PassphraseTypistTests
{
    private readonly FakeTimeProvider time = new();
    private readonly MemoryStream keyboard = new();
    private readonly PassphraseTypist typist;

    public PassphraseTypistTests() => typist = new PassphraseTypist(new Secret("pässwort"), keyboard, time);

    private string Typed => Encoding.UTF8.GetString(keyboard.ToArray());

    [TearDown]
    public void Close() => keyboard.Dispose();

    [Test]
    public void A_prompt_is_answered_once_after_a_pause_and_the_same_one_again_says_that_it_was_wrong()
    {
        Assert.That(typist.Take("Passphrase for /dev/vda2: "), Is.EqualTo(PromptAnswer.Typed));
        Assert.That(typist.Take("Passphrase for /dev/vda2: "), Is.EqualTo(PromptAnswer.Typed), "shown twice, and not answered yet");
        Assert.That(Typed, Is.Empty);

        time.Advance(PassphraseTypist.Pause);

        Assert.That(Typed, Is.EqualTo("pässwort\r"));
        Assert.That(typist.MayEcho, Is.True);
        Assert.That(typist.Take("Passphrase for /dev/vda2: "), Is.EqualTo(PromptAnswer.Refused));
        Assert.That(typist.Take("Please enter passphrase for disk data (crypt): (press TAB for no echo) "), Is.EqualTo(PromptAnswer.Typed));
        time.Advance(PassphraseTypist.Pause);
        Assert.That(Typed, Is.EqualTo("pässwort\rpässwort\r"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(typist.MayEcho, Is.False);
    }

    [TestCase("Please enter LUKS2 token PIN: ")]
    [TestCase("web login: ")]
    public void What_asks_for_something_else_is_not_answered(string line)
    {
        Assert.That(typist.Take(line), Is.EqualTo(PromptAnswer.None));
        time.Advance(PassphraseTypist.Pause);
        Assert.That(Typed, Is.Empty);
    }

    [Test]
    public void A_guest_that_makes_up_prompts_is_answered_only_so_often()
    {
        var answers = Enumerable.Range(0, 1000).Select(number => typist.Take($"Passphrase for /dev/vda{number}: ")).ToList();

        Assert.That(answers.Count(answer => answer == PromptAnswer.Typed), Is.EqualTo(64));
        Assert.That(answers[^1], Is.EqualTo(PromptAnswer.None));
    }
}
