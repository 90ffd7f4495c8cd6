using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Guest.Journal;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Guest.Journal;

public sealed class JournalExportTests
{
    private static readonly byte[] Multiline =
        [.. "__CURSOR=a\nMESSAGE\n"u8, 9, 0, 0, 0, 0, 0, 0, 0, .. "one\n\ntwo=\n_PID=7\n\n"u8];

    [Test]
    public async Task Entries_end_with_an_empty_line() => Assert.That(
        Messages(await Read("__CURSOR=a\n_PID=1\nMESSAGE=Started x.\nUNIT=x.service\n\n__CURSOR=b\nMESSAGE=a=b\n\n"u8.ToArray())),
        Is.EqualTo("Started x.|a=b"));

    [Test]
    public async Task A_value_of_several_lines_comes_with_its_length([Range(1, 40)] int piece)
    {
        var entry = (await Read(Multiline, piece)).Single();

        Assert.That(((string?)entry["MESSAGE"], (string?)entry["_PID"]), Is.EqualTo(("one\n\ntwo=", "7")));
    }

    [Test]
    public async Task An_empty_counted_value_is_empty() => Assert.That(
        (await Read([.. "MESSAGE\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. "\nUNIT=y\n\n"u8])).Single().ToString(Formatting.None),
        Is.EqualTo("""{"MESSAGE":"","UNIT":"y"}"""));

    [Test]
    public async Task A_field_that_comes_twice_is_a_list() => Assert.That(
        (await Read("UNIT=a\nUNIT=b\nUNIT=c\n\n"u8.ToArray())).Single().ToString(Formatting.None),
        Is.EqualTo("""{"UNIT":["a","b","c"]}"""));

    [Test]
    public async Task An_entry_that_a_reset_cut_short_ends_where_the_next_begins() => Assert.That(
        Messages(await Read("__CURSOR=a\nMESSAGE=half\n__CURSOR=b\nMESSAGE=whole\n\n"u8.ToArray())), Is.EqualTo("half|whole"));

    [Test]
    public async Task What_is_no_field_is_passed_over() => Assert.That(
        (await Read("no field\n=x\nsmall=x\nMESSAGE=kept\n\n\n\n"u8.ToArray())).Single().ToString(Formatting.None),
        Is.EqualTo("""{"MESSAGE":"kept"}"""));

    [Test]
    public async Task A_value_without_an_end_is_never_an_entry() => Assert.That(
        await Read([.. "MESSAGE=first\nUNIT\n"u8, .. BitConverter.GetBytes(ulong.MaxValue), .. new byte[8 << 20], .. "\n\n"u8]), Is.Empty);

    [Test]
    public async Task A_flood_of_fields_is_cut()
    {
        var field = $"MESSAGE={new string('x', JournalExport.MaximumFieldBytes + 5)}\n";
        var entry = (await Read(Encoding.UTF8.GetBytes("UNIT=small\n" + string.Concat(Enumerable.Repeat(field, 9)) + "\n"))).Single();

        Assert.That(((string?)entry["UNIT"], entry["MESSAGE"]!.Count()), Is.EqualTo(("small", 3)));
    }

    [Test]
    public void Any_text_is_taken() => Properties.ForAll(Properties.Texts, text =>
        Assert.That(() => Read(Encoding.UTF8.GetBytes(text + "\n\n"), 7).GetAwaiter().GetResult(), Throws.Nothing));

    private static string Messages(IEnumerable<JObject> entries) => string.Join('|', entries.Select(entry => (string?)entry["MESSAGE"]));

    /// <param name="bytes">What the guest sends.</param>
    /// <param name="piece">Bytes that come at once.</param>
    private static async Task<List<JObject>> Read(byte[] bytes, int piece = int.MaxValue)
    {
        var entries = new List<JObject>();
        using var stream = new Pieces(bytes, piece);
        await new JournalExport(entries.Add).ReadAsync(stream, CancellationToken.None);
        return entries;
    }

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
