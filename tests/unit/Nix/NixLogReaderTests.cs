using VmTest.Nix;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Nix;

public sealed class NixLogReaderTests
{
    private const string Derivation = "/nix/store/00000000000000000000000000000000-hello-1.0.drv";
    private const string WideId = "4611686018427387905";

    private readonly StringWriter log = new();
    private readonly List<string> progress = [];
    private readonly NixLogReader reader;

    public NixLogReaderTests() => reader = new NixLogReader(log, progress.Add);

    [TearDown]
    public void Close() => log.Dispose();

    [Test]
    public void A_message_keeps_its_level_place_and_core_without_colours()
    {
        reader.Read("""@nix {"action":"msg","level":0,"msg":"\u001b[31;1merror:\u001b[0m undefined variable 'x'\n\n       at \u001b[35;1m/f.nix:3:5\u001b[0m","raw_msg":"undefined variable '\u001b[33mx\u001b[0m'","file":"/f.nix","line":3,"column":5}""");

        Assert.That(reader.Messages, Is.EqualTo(new[] { new NixMessage(0, "error: undefined variable 'x'\n\n       at /f.nix:3:5", "undefined variable 'x'", "/f.nix", 3, 5) }));
        Assert.That(log.ToString(), Is.EqualTo("error: undefined variable 'x'\n\n       at /f.nix:3:5\n"));
    }

    [Test]
    public void A_message_without_a_place_has_none()
    {
        reader.Read("""@nix {"action":"msg","level":1,"msg":"warning","raw_msg":null,"file":null,"line":null,"column":null}""");

        Assert.That(reader.Messages, Is.EqualTo(new[] { new NixMessage(1, "warning") }));
    }

    [Test]
    public void The_lines_of_a_builder_are_kept_by_its_derivation_and_numbers_have_64_bits()
    {
        reader.Read($$"""@nix {"action":"start","id":{{WideId}},"level":3,"type":105,"text":"building '{{Derivation}}'","fields":["{{Derivation}}","",1,1]}""");
        reader.Read($$"""@nix {"action":"result","id":{{WideId}},"type":104,"fields":["buildPhase"]}""");
        reader.Read($$"""@nix {"action":"result","id":{{WideId}},"type":101,"fields":["\u001b[1mline\u001b[0m"]}""");
        reader.Read($$"""@nix {"action":"stop","id":{{WideId}}}""");
        reader.Read($$"""@nix {"action":"result","id":{{WideId}},"type":101,"fields":["after the end"]}""");

        Assert.That(reader.BuilderLines(Derivation), Is.EqualTo(new[] { "line" }));
        Assert.That(progress, Is.EqualTo(new[] { $"building '{Derivation}'" }));
        Assert.That(log.ToString(), Does.Contain("hello-1.0: phase buildPhase\nhello-1.0> line\n"));
    }

    [Test]
    public void Two_builders_with_the_same_lower_half_of_their_numbers_do_not_mix()
    {
        foreach (var high in new[] { 1L, 2L })
        {
            var id = (high << 32) + 7;
            reader.Read($$"""@nix {"action":"start","id":{{id}},"type":105,"text":"x","fields":["drv{{high}}"]}""");
            reader.Read($$"""@nix {"action":"result","id":{{id}},"type":101,"fields":["line {{high}}"]}""");
        }

        Assert.That(reader.BuilderLines("drv1"), Is.EqualTo(new[] { "line 1" }));
        Assert.That(reader.BuilderLines("drv2"), Is.EqualTo(new[] { "line 2" }));
    }

    [TestCase("plain text of a child")]
    [TestCase("@nix {\"action\":")]
    [TestCase("@nix []")]
    [TestCase("@nix ")]
    public void A_line_that_is_no_event_is_kept_as_text(string line)
    {
        reader.Read(line);

        Assert.That(reader.Messages.Select(message => message.Text), Is.EqualTo(new[] { line }));
        Assert.That(log.ToString(), Is.EqualTo(line + "\n"));
    }

    [Test]
    public void Whatever_types_the_members_of_an_event_have_it_is_read() => Properties.ForAll(Properties.JsonValues, value =>
    {
        foreach (var action in new[] { "\"msg\"", "\"start\"", "\"stop\"", "\"result\"", value })
        {
            Assert.That(() => reader.Read($$"""@nix {"action":{{action}},"id":{{value}},"type":105,"text":{{value}},"level":{{value}},"msg":{{value}},"line":{{value}},"fields":{{value}}}"""), Throws.Nothing);
            Assert.That(() => reader.Read($$"""@nix {"action":{{action}},"id":{{WideId}},"type":{{value}},"text":"x","fields":[{{value}}]}"""), Throws.Nothing);
        }
    });

    [Test]
    public void Any_text_is_read() => Properties.ForAll(Properties.Texts, text =>
        Assert.That(() => { reader.Read(text); reader.Read("@nix " + text); }, Throws.Nothing));

    [Test]
    public void A_million_lines_take_bounded_memory()
    {
        const int lines = 1_000_000;
        const int kept = 500;
        var quiet = new NixLogReader(TextWriter.Null, null);
        quiet.Read("""@nix {"action":"msg","level":0,"msg":"error: first"}""");
        quiet.Read("""@nix {"action":"start","id":1,"type":105,"text":"x","fields":["drv"]}""");
        for (var line = 0; line < lines; line++)
        {
            quiet.Read(line % 100 == 0 ? $$"""@nix {"action":"result","id":1,"type":101,"fields":["{{line}}"]}""" : "text");
        }

        Assert.That(quiet.Messages, Has.Count.LessThanOrEqualTo(kept));
        Assert.That(quiet.Messages[0].Text, Is.EqualTo("error: first"), "errors outlive chatter");
        Assert.That(quiet.BuilderLines("drv"), Has.Count.EqualTo(Limits.KeptLines));
        Assert.That(quiet.BuilderLines("drv")[^1], Is.EqualTo($"{lines - 100}"));
    }

    [Test]
    public void More_builders_at_once_than_are_kept_push_out_earlier_ones()
    {
        const int builders = 300;
        for (var id = 1; id <= builders; id++)
        {
            reader.Read($$"""@nix {"action":"start","id":{{id}},"type":105,"text":"x","fields":["drv{{id}}"]}""");
            reader.Read($$"""@nix {"action":"result","id":{{id}},"type":101,"fields":["line"]}""");
        }

        Assert.That(Enumerable.Range(1, builders).Count(id => reader.BuilderLines($"drv{id}").Count > 0), Is.EqualTo(200));
        Assert.That(reader.BuilderLines($"drv{builders}"), Is.Not.Empty);
    }
}
