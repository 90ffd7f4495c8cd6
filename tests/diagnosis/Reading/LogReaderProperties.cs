using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.Terminal;

namespace VmTest.DiagnosisTests.Reading;

/// <summary>A log may hold anything: it comes from builders and servers.</summary>
internal sealed class LogReaderProperties
{
    private static readonly string[] Pieces =
    [
        "@nix ", "{\"action\":\"msg\",", "\"level\":0,", "\"msg\":\"error: ", "\\u001b[2J", "\"}",
        "{\"action\":\"start\",\"id\":7,\"type\":105,\"fields\":[\"/nix/store/00000000000000000000000000000000-x.drv\"]}",
        "{\"action\":\"result\",\"id\":7,\"type\":101,\"fields\":[\"", "\"]}", "::error::x", "##[group]", "\n", "\r", "\u001b]0;t\u0007",
        "\u009b31m", "error: ", "/nix/store/", "'", "\"", "{name}", "\\ud800", "\0", "‘", "unable to download '",
        "failed with exit code 1", "Failed assertions:\n- ", "The option `", "' does not exist",
        "builder for '/nix/store/00000000000000000000000000000000-x.drv'", "curl: (6) ", "https://h/", "(6)", "99999999999999999999",
    ];

    private static readonly Gen<byte[]> Logs = Gen.OneOf(
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(),
        Gen.Elements(Pieces).ArrayOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Any_bytes_are_read_and_diagnosed_and_reach_the_console_harmless() => Prop.ForAll(Logs.ToArbitrary(), bytes =>
    {
        using var log = new StringWriter();
        var reader = new NixLogReader(log);
        LineReader.ReadAsync(new MemoryStream(bytes), reader.Read, NixClient.MaximumNixLineBytes, CancellationToken.None).GetAwaiter()
            .GetResult();
        var outcome = new NixOutcome(1, string.Empty, reader, new Derivations("/nowhere"));
        var source = new FlakeSource("/nowhere/flake");
        using var screen = new StringWriter();
        var console = new RunConsole(screen, false, Verbosity.Verbose);
        console.Status(reader.Progress.Text());
        var failures = NixDiagnosis.OfEvaluation(outcome, source, null).Concat(NixDiagnosis.OfBuild(outcome, source, "nix.log"))
            .Select(finding => FailureMaker.Make(finding)).ToList();
        failures.ForEach(console.Explain);

        Assert.Multiple(() =>
        {
            Assert.That(failures, Is.Not.Empty);
            Assert.That(screen.ToString().Where(letter => char.IsControl(letter) && letter != '\n'), Is.Empty);
            Assert.That(log.ToString().Where(letter => char.IsControl(letter) && letter != '\n'), Is.Empty);
            Assert.That(screen.ToString().Split('\n').Select(line => line.Trim()), Has.None.StartsWith("::").And.None.Contains("##["));
            Assert.That(failures.Sum(failure => failure.Message.Length), Is.LessThan(failures.Count * (Limits.ReportTextLength + 2)));
        });
    });

    // What other tests hold at the same time would count as well.
    [Test, NonParallelizable]
    public void A_flood_of_any_kind_stays_in_bounded_memory()
    {
        var reader = new NixLogReader(TextWriter.Null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var filler = new string('x', 3000);
        for (var number = 0; number < 60_000; number++)
        {
            reader.Read($$"""@nix {"action":"start","id":{{number}},"type":105,"fields":["/nix/store/{{number:D32}}-x.drv"],"text":"building {{filler}}"}""");
            reader.Read($$"""@nix {"action":"result","id":{{number}},"type":101,"fields":["error: {{filler}}"]}""");
            reader.Read($$"""@nix {"action":"msg","level":0,"msg":"error: {{filler}}"}""");
            reader.Read(filler);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(grown, Is.LessThan(100 << 20), "bytes");
        GC.KeepAlive(reader);
    }

    [Test]
    public void A_message_that_was_cut_is_still_read()
    {
        var reader = new NixLogReader(TextWriter.Null);
        var line = "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: undefined variable 'x' "
            + new string('y', NixClient.MaximumNixLineBytes);
        reader.Read(Encoding.UTF8.GetBytes(line).AsSpan(0, NixClient.MaximumNixLineBytes));
        Assert.That(reader.Messages[0].Text, Does.StartWith("error: undefined variable 'x'"));
    }

    [TestCase("@nix {")]
    [TestCase("@nix []")]
    [TestCase("@nix {\"action\":7}")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":\"high\"")]
    [TestCase("fatal: unable to access")]
    public void What_is_no_entry_is_kept_as_text(string line)
    {
        using var log = new StringWriter();
        var reader = new NixLogReader(log);
        reader.Read(line);
        Assert.Multiple(() =>
        {
            Assert.That(log.ToString(), Is.EqualTo(line + "\n"));
            Assert.That(reader.Messages[0].Text, Is.EqualTo(line));
        });
    }

    [Test]
    public void Progress_tells_counts_and_what_is_built()
    {
        var reader = new NixLogReader(TextWriter.Null);
        reader.Read("""@nix {"action":"start","id":1,"level":0,"text":"","type":104}""");
        reader.Read("""@nix {"action":"result","fields":[2,5,1,0],"id":1,"type":105}""");
        reader.Read("""@nix {"action":"start","fields":["/nix/store/00000000000000000000000000000000-hello-2.12.drv","",1,1],"id":2,"level":3,"text":"building","type":105}""");
        reader.Read("""@nix {"action":"result","fields":["checkPhase"],"id":2,"type":104}""");
        Assert.That(reader.Progress.Text(), Is.EqualTo("2/5 built: building hello-2.12 (checkPhase)"));
    }
}
