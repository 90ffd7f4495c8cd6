using VmTest.Model;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class LedgerTests
{
    private static readonly LedgerHead Head = new("20261123-074512-3f9a", new ProcessIdentity(17, 4711), "/home/someone/artifacts");

    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void What_is_written_comes_back_with_the_last_state_of_each_resource()
    {
        var path = folder.Below(Ledger.FileName);
        using var ledger = new Ledger(path, Head);
        var process = ledger.Announce(ResourceKind.Process, "nix eval of web");
        ledger.Announce(ResourceKind.File, "/tmp/x");
        ledger.Identify(process, new ProcessIdentity(18, 4712));
        ledger.Release(ledger.Announce(ResourceKind.Socket, "/tmp/s"));

        var read = Ledger.Read(path);

        Assert.That(read?.Head, Is.EqualTo(Head));
        Assert.That(read?.Entries, Is.EqualTo(new[]
        {
            new LedgerEntry(1, ResourceKind.Process, "nix eval of web", LedgerState.Made, new ProcessIdentity(18, 4712)),
            new LedgerEntry(2, ResourceKind.File, "/tmp/x", LedgerState.Announced),
            new LedgerEntry(3, ResourceKind.Socket, "/tmp/s", LedgerState.Released),
        }));
    }

    [Test]
    public void Created_and_released_resources_are_counted_by_kind()
    {
        using var ledger = new Ledger(folder.Below(Ledger.FileName), Head);
        var first = ledger.Announce(ResourceKind.Process, "a");
        ledger.Announce(ResourceKind.Process, "b");
        ledger.Release(first);
        ledger.Release(first);

        Assert.Multiple(() =>
        {
            Assert.That(ledger.Count(ResourceKind.Process), Is.EqualTo(new ResourceCount(2, 1)), "a second release counts nothing");
            Assert.That(ledger.Count(ResourceKind.Socket), Is.EqualTo(new ResourceCount(0, 0)));
            Assert.That(ledger.Open().Select(entry => entry.Name), Is.EqualTo(new[] { "b" }));
        });
    }

    [Test]
    public void A_torn_last_line_is_passed_over()
    {
        var path = folder.Below(Ledger.FileName);
        using (var ledger = new Ledger(path, Head))
        {
            ledger.Announce(ResourceKind.Process, "whole");
            ledger.Announce(ResourceKind.Process, "torn");
        }

        var text = File.ReadAllText(path);
        for (var length = text.LastIndexOf("torn", StringComparison.Ordinal); length > text.IndexOf("whole",
            StringComparison.Ordinal) + 40; length--)
        {
            File.WriteAllText(path, text[..length]);
            Assert.That(Ledger.Read(path)?.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "whole" }));
        }
    }

    [TestCase("")]
    [TestCase("{\"runId\":\"20261")]
    [TestCase("not JSON\n")]
    [TestCase("null\n")]
    [TestCase("{}\n")]
    [TestCase("[]\n")]
    public void A_ledger_without_a_head_is_none(string text) =>
        Assert.That(Ledger.Read(folder.Write(Ledger.FileName, text)), Is.Null);

    [Test]
    public void A_missing_ledger_is_none() => Assert.That(Ledger.Read(folder.Below("missing")), Is.Null);
}
