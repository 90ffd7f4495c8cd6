using System.Text;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class LineReaderTests
{
    [Test]
    public void Any_bytes_in_any_pieces_give_the_lines_of_a_plain_split() => Properties.ForAll(Properties.Bytes, bytes =>
    {
        foreach (var piece in new[] { 1, 3, 100_000 })
        {
            Assert.That(Read(new InPieces(new MemoryStream(bytes), piece)), Is.EqualTo(Split(bytes)));
        }
    });

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    public void A_line_longer_than_the_limit_is_cut_and_the_next_one_is_whole(int more)
    {
        var text = new string('x', Limits.MaximumLineBytes + more) + "\nnext\n";

        var lines = Read(new MemoryStream(Encoding.ASCII.GetBytes(text)));

        Assert.That(lines.Select(line => line.Length),
            Is.EqualTo(new[] { Math.Min(Limits.MaximumLineBytes, Limits.MaximumLineBytes + more), "next".Length }));
    }

    [Test]
    public void A_last_line_without_an_end_is_a_line() =>
        Assert.That(Read(new MemoryStream("a\nb"u8.ToArray())), Is.EqualTo(new[] { "a", "b" }));

    [Test]
    public void A_carriage_return_before_the_line_feed_is_no_part_of_the_line() =>
        Assert.That(Read(new MemoryStream("a\r\nb\rc\n"u8.ToArray())), Is.EqualTo(new[] { "a", "b\rc" }));

    [Test]
    public void A_line_without_end_takes_bounded_memory()
    {
        const int length = 256 << 20;
        const int bound = 4 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var lines = Read(new Endless(length));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(bound));
        Assert.That(lines.Single(), Has.Length.EqualTo(Limits.MaximumLineBytes));
    }

    [Test]
    public async Task Reading_stops_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Assert.That(async () => await LineReader.ReadAsync(new MemoryStream("a\n"u8.ToArray()), _ => { }, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static List<string> Read(Stream stream)
    {
        var lines = new List<string>();
        var reading = LineReader.ReadAsync(stream, lines.Add, CancellationToken.None);
        Assert.That(reading.IsCompletedSuccessfully, Is.True, "these streams never wait");
        return lines;
    }

    private static List<string> Split(byte[] bytes)
    {
        var lines = new List<string>();
        var start = 0;
        for (var index = 0; index <= bytes.Length; index++)
        {
            if (index == bytes.Length ? index > start : bytes[index] == '\n')
            {
                lines.Add(Encoding.UTF8.GetString(bytes, start, index - start).TrimEnd('\r'));
                start = index + 1;
            }
        }

        return lines;
    }

    /// <summary>Gives at most a few bytes at a time, as a pipe may.</summary>
    private sealed class InPieces(Stream inner, int size) : Wrapped
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }

    private sealed class Endless(int length) : Wrapped
    {
        private int left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(left, buffer.Length);
            left -= count;
            buffer.Span[..count].Fill((byte)'x');
            return ValueTask.FromResult(count);
        }
    }

    private abstract class Wrapped : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
