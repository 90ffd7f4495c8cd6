using Newtonsoft.Json;
using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class SecretTests
{
    [Test]
    public void It_is_hidden_in_plain_text_and_in_JSON()
    {
        const string value = "horse \"staple\" \\o/";
        var secret = new Secret(value);

        Assert.That(secret.Hide($"you typed {value}!"), Is.EqualTo("you typed (passphrase)!"));
        var json = secret.Hide(JsonConvert.SerializeObject(new { MESSAGE = $"it is {value}" }));
        Assert.That(json, Is.EqualTo("""{"MESSAGE":"it is (passphrase)"}"""));
        Assert.That($"{secret}", Is.EqualTo("(passphrase)"));
    }

    [Test]
    public void A_short_one_is_hidden_only_where_it_may_be_an_echo()
    {
        var secret = new Secret("test");

        Assert.That(secret.Hide("Started test.service"), Is.EqualTo("Started test.service"));
        Assert.That(secret.Hide("Passphrase for /dev/vda: test", echoed: true), Is.EqualTo("Passphrase for /dev/vda: (passphrase)"));
    }

    [TestCase("a", true)]
    [TestCase("a b ö", true)]
    [TestCase("", false)]
    [TestCase("two\nlines", false)]
    [TestCase("a\u0003b", false)]
    [TestCase("\uFFFD", false)]
    public void What_cannot_be_typed_is_no_passphrase(string text, bool fits) => Assert.That(Secret.CanBeTyped(text), Is.EqualTo(fits));

    [Test]
    public void It_may_be_as_long_as_cryptsetup_takes_it()
    {
        Assert.That(Secret.CanBeTyped(new string('x', 512)), Is.True);
        Assert.That(Secret.CanBeTyped(new string('x', 513)), Is.False);
    }
}
