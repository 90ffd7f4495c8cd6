namespace VmTest.Record;

/// <summary>The log of one phase of one host, to which earlier phases may have written.</summary>
public sealed class PhaseLog : IAsyncDisposable
{
    private readonly string? file;
    private readonly TextWriter stream;

    /// <param name="log">Where it is written; null for a log that nobody keeps.</param>
    /// <param name="file">The file behind it; null where there is none.</param>
    /// <param name="path">Its path relative to the report.</param>
    /// <param name="host">The host that it is about; null where it is about all.</param>
    public PhaseLog(Stream? log, string? file, string path, string? host = null)
    {
        this.file = file;
        Path = path;
        Host = host;
        stream = log is null ? TextWriter.Null : new StreamWriter(log, leaveOpen: true);
        Writer = TextWriter.Synchronized(stream);
    }

    public TextWriter Writer { get; }

    /// <summary>Relative to the report.</summary>
    public string Path { get; }

    public string? Host { get; }

    /// <summary>Lines that are in the file by now; what is written next is the line after them.</summary>
    public long CountLines()
    {
        Writer.Flush();
        return File.Exists(file) ? File.ReadLines(file).LongCount() : 0;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
