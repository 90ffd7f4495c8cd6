using System.Text;

namespace VmTest.Bench;

/// <summary>
/// An endless compilation as Nix's JSON log, with one error in its middle; made as it is read, so that no disk is measured.
/// </summary>
internal sealed class BuildLogStream : Stream
{
    public const string Derivation = "/nix/store/00000000000000000000000000000000-big-1.0.drv";

    private const string Start = "@nix {\"action\":\"start\",\"fields\":[\""
        + Derivation + "\",\"\",1,1],\"id\":7,\"level\":3,\"parent\":0,\"text\":\"building '"
        + Derivation + "'\",\"type\":105}\n";

    private const string Error = "@nix {\"action\":\"result\",\"fields\":[\"src/part.c:7:3: error: 'x' "
        + "undeclared\"],\"id\":7,\"type\":101}\n";
    private const int LinesOfBlock = 500;

    private readonly byte[] start = Encoding.ASCII.GetBytes(Start);
    private readonly byte[] error = Encoding.ASCII.GetBytes(Error);
    private readonly byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, LinesOfBlock).Select(Line)));
    private readonly long length;
    private long position;
    private byte[] current;
    private int offset;
    private bool failed;

    public BuildLogStream(long length)
    {
        this.length = length;
        current = start;
    }

    public long Lines { get; private set; } = 1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (offset == current.Length)
        {
            Next();
        }

        var count = Math.Min(buffer.Length, current.Length - offset);
        current.AsSpan(offset, count).CopyTo(buffer);
        offset += count;
        position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static string Line(int number) => (number % 50) switch
    {
        0 => $"@nix {{\"action\":\"result\",\"fields\":[{number},500,1,0],\"id\":3,\"type\":105}}\n",
        1 => $"@nix {{\"action\":\"result\",\"fields\":[\"checking for error handling in part {number}: 0 errors\"],\"id\":7,\"type\":101}}\n",
        2 => $"make[2]: a line of another program, number {number}\n",
        _ => $"@nix {{\"action\":\"result\",\"fields\":[\"gcc -O2 -Wall -Iinclude -DNUMBER={number} -c src/some/where/part{number}.c -o build/some/where/part{number}.o\"],\"id\":7,\"type\":101}}\n",
    };

    private void Next()
    {
        offset = 0;
        if (!failed && position > length / 2)
        {
            failed = true;
            current = error;
            Lines++;
        }
        else
        {
            current = position >= length ? [] : block;
            Lines += position >= length ? 0 : LinesOfBlock;
        }
    }
}
