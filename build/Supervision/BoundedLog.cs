using System.Globalization;

namespace VmTest.Supervision;

/// <summary>
/// A log of a bounded size, however much is written to it: its beginning and its end are kept, and a line between them
/// says how much is not there. A write that fails never throws: it ends the log, and is reported once.
/// </summary>
internal sealed class BoundedLog : Stream
{
    /// <summary>What is kept of the beginning and of the end of each log: 64 MiB together.</summary>
    private const long LogHeadBytes = 32L << 20;

    private const long LogTailBytes = 32L << 20;

    private const byte LineFeed = (byte)'\n';

    private readonly string path;
    private readonly long segmentBytes;
    private readonly Action<IOException> onFailed;
    private readonly TimeProvider time;
    private readonly long opened;
    private FileStream? file;
    private long room;
    private long written;
    private long lines;
    private long linesInHead;
    private long linesInSegment;
    private long linesInLastSegment;
    private int segment;
    private bool disposed;

    /// <param name="path">The file; what is in it stays and counts.</param>
    /// <param name="onFailed">Gets the first write that fails.</param>
    /// <param name="time">For the rate.</param>
    /// <param name="headBytes">How much of the beginning is kept.</param>
    /// <param name="tailBytes">How much of the end is kept; at times only half of it.</param>
    public BoundedLog(
        string path, Action<IOException> onFailed, TimeProvider time, long headBytes = LogHeadBytes, long tailBytes = LogTailBytes)
    {
        this.path = path;
        this.onFailed = onFailed;
        this.time = time;
        segmentBytes = tailBytes / 2;
        opened = time.GetTimestamp();
        file = Open(path, FileMode.Append);
        room = Math.Max(0, headBytes - (file?.Length ?? 0));
    }

    /// <summary>What is not there; null where all is.</summary>
    public LogCut? Cut { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    /// <summary>Puts the parts together that a killed run left.</summary>
    /// <param name="folder">A folder with logs.</param>
    public static void Recover(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"*{LogSegments.Mark}*",
            SearchOption.AllDirectories).Select(LogSegments.LogOf).Distinct(StringComparer.Ordinal).ToList())
        {
            LogSegments.Join(path, "[here a part is left out]");
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        written += buffer.Length;
        while (buffer.Length > 0 && file is not null)
        {
            if (room == 0)
            {
                NextSegment();
                continue;
            }

            var part = buffer[..(int)Math.Min(room, buffer.Length)];
            buffer = buffer[part.Length..];
            room -= part.Length;
            linesInSegment += part.Count(LineFeed);
            Try(part, static (stream, bytes) => stream.Write(bytes));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => Try([], static (stream, _) => stream.Flush());

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            Close(file);
            file = null;
            Finish();
        }

        base.Dispose(disposing);
    }

    private void NextSegment()
    {
        Close(file);
        lines += linesInSegment;
        linesInHead = segment == 0 ? linesInSegment : linesInHead;
        linesInLastSegment = segment == 0 ? 0 : linesInSegment;
        linesInSegment = 0;
        segment++;
        LogSegments.Remove(path, segment - 2);
        file = Open(LogSegments.PathOf(path, segment), FileMode.Create);
        room = segmentBytes;
    }

    private void Finish()
    {
        if (segment == 0)
        {
            return;
        }

        lines += linesInSegment;
        try
        {
            var kept = LogSegments.BytesOf(path, segment) + new FileInfo(path).Length;
            var left = Math.Max(0, written - kept);
            var linesLeft = Math.Max(0, lines - linesInHead - linesInLastSegment - linesInSegment);
            Cut = left == 0 ? null : new LogCut(left, linesLeft, written, time.GetElapsedTime(opened));
            LogSegments.Join(path,
                left == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"[here {left} bytes, {linesLeft} lines, are left out]"));
        }
        catch (IOException error)
        {
            onFailed(error);
        }
    }

    private FileStream? Open(string name, FileMode mode)
    {
        try
        {
            return new FileStream(name, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException error)
        {
            onFailed(error);
            return null;
        }
    }

    private void Try(ReadOnlySpan<byte> bytes, WriteStep step)
    {
        try
        {
            if (file is not null)
            {
                step(file, bytes);
            }
        }
        catch (IOException error)
        {
            var failed = file;
            file = null;
            Close(failed);
            onFailed(error);
        }
    }

    private delegate void WriteStep(FileStream stream, ReadOnlySpan<byte> bytes);

    /// <summary>Closing writes what is still in memory, which fails where a write has failed.</summary>
    private void Close(FileStream? stream)
    {
        try
        {
            stream?.Dispose();
        }
        catch (IOException error)
        {
            onFailed(error);
        }
    }
}
