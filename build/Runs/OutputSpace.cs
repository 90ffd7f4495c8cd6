using VmTest.Model;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>
/// The space for a run's report and logs. What the report needs is set aside when the run begins; the first write that
/// fails ends the run, and the report says so.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="cancellation">Ends the run for another reason.</param>
public sealed class OutputSpace(string folder, CancellationToken cancellation) : IDisposable
{
    /// <summary>Space that is set aside for the report when a run begins: its files have some 3 MB together at most.</summary>
    private const long ReportReserveBytes = 8L << 20;

    /// <summary>The file that keeps the space.</summary>
    internal const string Reserve = ".reserve";

    // ENOSPC and EDQUOT: the disk is full, or this user's share of it.
    private const int NoSpace = 28;
    private const int NoQuota = 122;

    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private Finding? failure;

    /// <summary>Cancelled when the run has to end.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Why nothing can be written any more; null while it can.</summary>
    public Finding? Failure => Volatile.Read(ref failure);

    /// <summary>Whether a write failed because there is no space.</summary>
    public static bool IsFull(Exception error) => error is IOException && (error.HResult & 0xFFFF) is NoSpace or NoQuota;

    /// <summary>Sets aside what the report needs.</summary>
    public void SetAside()
    {
        try
        {
            using var reserve = new FileStream(Path.Combine(folder, Reserve),
                new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = ReportReserveBytes });
        }
        catch (IOException error)
        {
            Failed(error);
        }
    }

    /// <summary>The report is about to be written.</summary>
    public void Release()
    {
        try
        {
            File.Delete(Path.Combine(folder, Reserve));
        }
        catch (IOException)
        {
            // Then there is as little space as before.
        }
    }

    /// <summary>A write into the run's folder has failed.</summary>
    public void Failed(IOException error)
    {
        if (Interlocked.CompareExchange(ref failure, Explain(folder, error), null) is null)
        {
            // Callbacks of the token run in this call; whoever writes a log must not wait for them.
            _ = Task.Run(source.Cancel);
        }
    }

    /// <summary>The failure for a write that failed somewhere.</summary>
    /// <param name="place">The folder that was written to.</param>
    /// <param name="error">What the system says.</param>
    public static Finding Explain(string place, Exception error) => new()
    {
        Code = FailureCodes.DiskSpace,
        Origin = FailureOrigin.Environment,
        Message = $"Nothing more can be written to '{place}': {error.Message.TrimEnd('.')}.",
        Subject = new Subject(SubjectKind.File, place),
        Hint = "Free some space there, or give --output a folder on another file system.",
    };

    /// <summary>The folder of the run, or the one for temporary files, whichever has less space.</summary>
    public string FullerOf(string other) => FileSystems.FreeBytes(folder) <= FileSystems.FreeBytes(other) ? folder : other;

    public void Dispose() => source.Dispose();
}
