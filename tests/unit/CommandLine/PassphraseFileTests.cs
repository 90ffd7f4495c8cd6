using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.CommandLine;

public sealed class PassphraseFileTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("open sesame")]
    [TestCase("open sesame\n")]
    [TestCase("open sesame\r\n")]
    public void A_line_is_the_passphrase_with_or_without_its_end(string content)
    {
        File.WriteAllText(Path.Combine(folder.Path, "key"), content);

        var settings = SettingsParser.Parse(["--passphrase-file=key"], folder.Path);

        Assert.That(settings.Passphrase!.Reveal(), Is.EqualTo("open sesame"));
        Assert.That(settings.ToString(), Does.Not.Contain("sesame"));
        Assert.That(settings.ToRequest("test").ToString(), Does.Not.Contain("sesame"));
    }

    [TestCase("")]
    [TestCase("two\nlines\n")]
    [TestCase("a\u0000b")]
    public void What_cannot_be_typed_is_refused_and_not_shown(string content)
    {
        File.WriteAllText(Path.Combine(folder.Path, "key"), content);

        var error = Assert.Throws<UsageException>(() => SettingsParser.Parse(["--passphrase-file=key"], folder.Path))!;

        Assert.That(error.Message, Does.Contain("a passphrase of one line, 1 to 512 bytes").And.Not.Contain("lines\n"));
    }

    [Test]
    public void A_file_that_is_not_there_or_too_long_is_an_error_of_usage()
    {
        File.WriteAllText(Path.Combine(folder.Path, "long"), new string('x', 1000));

        Assert.Throws<UsageException>(() => SettingsParser.Parse(["--passphrase-file=none"], folder.Path));
        Assert.Throws<UsageException>(() => SettingsParser.Parse(["--passphrase-file=long"], folder.Path));
    }
}
