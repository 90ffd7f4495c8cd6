namespace VmTest.Record;

/// <summary>The log file of one phase of one host, to which earlier phases may have written.</summary>
public sealed class PhaseLog : IAsyncDisposable
{
    private readonly string? file;
    private readonly TextWriter stream;

    /// <param name="file">The file; null for a log that nobody keeps.</param>
    /// <param name="path">Its path relative to the report.</param>
    /// <param name="host">The host that it is about; null where it is about all.</param>
    public PhaseLog(string? file, string path, string? host = null)
    {
        this.file = file;
        Path = path;
        Host = host;
        stream = file is null ? TextWriter.Null : new StreamWriter(file, append: true);
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
        return file is null ? 0 : File.ReadLines(file).LongCount();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
