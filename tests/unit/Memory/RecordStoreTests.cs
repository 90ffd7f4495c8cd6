using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using VmTest.Memory;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Memory;

public sealed class RecordStoreTests
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(Records.Start.AddDays(1));

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_record_reads_as_it_was_written_and_its_name_says_what_it_is_about()
    {
        Store.Write(Records.Green(1));

        var name = Store.List().Single();
        Assert.That(Flat.Of(Store.Read(name)!), Is.EqualTo(Flat.Of(Records.Green(1))));
        Assert.That((name.RunId, name.Folder, name.Verdict, name.Flake, name.Identity),
            Is.EqualTo((Records.Run(1), "web", RunStatus.Success, Records.Flake, "aaaaaaaaaaaaaaaa")));
        Assert.That(name.At, Is.EqualTo(Records.Start.AddMinutes(1)));
    }

    [Test]
    public void A_record_of_a_run_that_is_named_now_and_one_of_an_earlier_version_are_found()
    {
        var now = RunNames.NewId(Records.Start.AddMinutes(2));
        Store.Write(Records.Green(1) with { RunId = "20261101-080000-3f9a" });
        Store.Write(Records.Green(2) with { RunId = now });

        Assert.That(Store.Runs(), Is.EqualTo(new[] { now, "20261101-080000-3f9a" }));
    }

    [Test]
    public void Records_are_listed_newest_first_and_nothing_else_is()
    {
        Store.Write(Records.Green(1));
        Store.Write(Records.Red(3));
        Store.Write(Records.Green(2) with { Host = "a host/with: odd letters" });
        folder.Write("records/notes.json", "{}");
        folder.Write("records/.0123.new", "half");
        folder.Write($"records/{Records.Run(9)}.web.success.{Records.Flake}.none.json.bak", "{}");

        Assert.That(Store.List().Select(name => name.RunId), Is.EqualTo(new[] { Records.Run(3), Records.Run(2), Records.Run(1) }));
        Assert.That(Store.Runs(), Has.Count.EqualTo(3));
        Assert.That(new RecordStore(folder.Below("nowhere"), time).List(), Is.Empty);
    }

    [Test]
    public void A_record_that_is_cut_anywhere_is_no_record_and_hides_no_other()
    {
        Store.Write(Records.Green(1));
        Store.Write(Records.Red(2));
        var name = Store.List()[0];
        var text = File.ReadAllBytes(FileOf(name));
        for (var length = 0; length < text.Length - 2; length += 7)
        {
            File.WriteAllBytes(FileOf(name), text[..length]);
            Assert.That(Store.Read(name), Is.Null, $"cut after {length} bytes");
            Assert.That(History().Records.Single().RunId, Is.EqualTo(Records.Run(1)));
        }
    }

    [Test]
    public void A_record_of_a_newer_version_is_read_as_far_as_it_is_understood()
    {
        Store.Write(Records.Green(1));
        Edit("\"recordVersion\":1", "\"recordVersion\":7,\"mood\":{\"of\":[1,2]},\"units2\":null");

        var record = Store.Read(Store.List().Single())!;
        Assert.That((record.RecordVersion, record.Units.Count, record.Boot!.ReadyAfterMs), Is.EqualTo((7, 2, 10_000L)));
    }

    [Test]
    public void A_record_of_an_older_version_has_less_and_is_still_read()
    {
        var name = RecordName.Of(Records.Green(1));
        folder.Write($"records/{name}", $$"""
            {"recordVersion":0,"runId":"{{name.RunId}}","host":"web","at":"2026-11-01T08:01:00.000Z","flake":"{{Records.Flake}}",
             "verdict":"success","identity":"{{new string('a', 64)}}"}
            """);

        var record = Store.Read(Store.List().Single())!;
        Assert.That((record.IsGreen, record.Units.Count, record.Closure.Count, record.Sources),
            Is.EqualTo((true, 0, 0, (SourceState?)null)));
        Assert.That(Comparison.Compare(Records.Red(2), record, [record], [record], _ => []).New, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_record_without_what_every_record_has_is_none() => Assert.That(
        new[] { "{}", "null", "[]", "7", "{\"runId\":null,\"host\":null}", "{\"verdict\":\"splendid\"}" }
            .Select(text => RecordReader.Parse(text, RecordName.Of(Records.Green(1)))), Is.All.Null);

    [Test]
    public void A_name_that_promises_what_the_record_does_not_hold_is_not_believed()
    {
        Store.Write(Records.Red(1));
        var name = Store.List().Single();
        File.Move(FileOf(name), FileOf(name with { Verdict = RunStatus.Success }));

        Assert.That(Store.Read(Store.List().Single()), Is.Null);
        Assert.That(History().Proof(new string('a', 64), _ => true), Is.Null);
    }

    [Test]
    public void What_others_could_have_written_is_not_read()
    {
        Store.Write(Records.Green(1));
        var name = Store.List().Single();
        File.SetUnixFileMode(FileOf(name), File.GetUnixFileMode(FileOf(name)) | UnixFileMode.OtherWrite);
        Assert.That(Store.Read(name), Is.Null);

        File.SetUnixFileMode(folder.Below("records"), File.GetUnixFileMode(folder.Below("records")) | UnixFileMode.OtherWrite);
        Assert.That(Store.List(), Is.Empty);
        Assert.That(Store.Refusal, Does.Contain("others than this user can write to"));
    }

    [Test]
    public async Task Links_and_pipes_in_the_place_of_a_record_are_not_read()
    {
        Store.Write(Records.Green(1));
        var file = FileOf(Store.List().Single());
        File.Move(file, folder.Below("elsewhere"));
        File.CreateSymbolicLink(file, folder.Below("elsewhere"));
        Assert.That(Store.Read(Store.List().Single()), Is.Null);

        File.Delete(file);
        Assert.That((await Command.RunAsync("mkfifo", file)).ExitCode, Is.Zero);
        Assert.That(Store.Read(Store.List().Single()), Is.Null);
    }

    [Test]
    public void Whatever_stands_in_a_record_a_comparison_with_it_is_made_and_valid() => Prop.ForAll(
        Properties.Texts, Properties.JsonValues, (text, value) =>
        {
            var hostile = Records.Red(1) with
            {
                System = new SystemFacts { Kernel = text, Systemd = text },
                Failures = [new RecordedFailure("00000000000000aa", text, Phase.Boot, text), new RecordedFailure(text, text)],
                Units = [new RecordedUnit(text, text, long.MinValue, long.MaxValue), new RecordedUnit(text, text, long.MaxValue)],
                Closure = new Dictionary<string, long> { [text] = long.MaxValue, [Records.Path("a-1")] = long.MinValue },
                Sources = Records.Sources((text, text)) with { Inputs = [new SourceInput(text, text)] },
            };
            foreach (var written in new[] { Json.Line(hostile), Json.Line(hostile).Replace("\"failures\":[", $"\"failures\":[{value},") })
            {
                if (RecordReader.Parse(written, RecordName.Of(hostile)) is { } record)
                {
                    var comparison = Comparison.Compare(Records.Red(2), record, [record], [record, record], _ => [text]);
                    ReportFiles.ExpectValid(comparison);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Test]
    public async Task Several_runs_write_and_prune_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var index = 0; index < 20; index++)
            {
                Store.Write(Records.Green((20 * writer) + index));
                Store.Prune();
                foreach (var name in Store.List())
                {
                    // It is whole, or pruned meanwhile.
                    Assert.That(Store.Read(name)?.Units.Count ?? 2, Is.EqualTo(2));
                }
            }
        })));

        Assert.That(Store.List(), Has.Count.EqualTo(RecordRetention.MostOfHost));
        Assert.That(Directory.GetFiles(folder.Below("records")), Has.Length.EqualTo(RecordRetention.MostOfHost));
    }

    [Test]
    public void What_a_killed_run_left_unfinished_goes_after_an_hour()
    {
        var file = folder.Write("records/.0123456789abcdef.new", "half");
        time.SetUtcNow(DateTimeOffset.UtcNow.AddMinutes(30));
        Store.Prune();
        Assert.That(File.Exists(file), Is.True);

        time.SetUtcNow(DateTimeOffset.UtcNow.AddMinutes(90));
        Store.Prune();
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public void Clean_removes_records_and_nothing_that_lies_beside_them()
    {
        Store.Write(Records.Green(1));
        var notes = folder.Write("records/notes.txt", "mine");

        Assert.That(RecordStore.Remove(folder.Below("records")), Is.True);
        Assert.That(Directory.GetFiles(folder.Below("records")), Is.EqualTo(new[] { notes }));
        File.Delete(notes);
        Assert.That(RecordStore.Remove(folder.Below("records")), Is.False);
        Assert.That(Directory.Exists(folder.Below("records")), Is.False);
    }

    private RecordStore Store => new(folder.Below("records"), time);

    private HostHistory History() => HostHistory.Of(Store, Store.List(), Records.Flake, "web");

    private string FileOf(RecordName name) => folder.Below($"records/{name}");

    private void Edit(string from, string to)
    {
        var file = FileOf(Store.List().Single());
        var text = File.ReadAllText(file, Encoding.UTF8);
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(file, text.Replace(from, to));
    }
}
