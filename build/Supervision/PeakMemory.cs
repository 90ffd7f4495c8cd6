using System.Globalization;

namespace VmTest.Supervision;

/// <summary>
/// Looks again and again how much memory a process has had at most. The kernel forgets it with the process, and wait4(2),
/// which would tell it, is the runtime's to call; so what it took after the last look is missed.
/// </summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private const string Field = "VmHWM:";
    private const int KiB = 1024;

    /// <summary>A program takes about 200 MB more between two looks, at the rate at which a kernel hands out pages.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly int id;
    private readonly ITimer timer;
    private long bytes;

    public PeakMemory(int id, TimeProvider time)
    {
        this.id = id;
        timer = time.CreateTimer(_ => Look(), null, TimeSpan.Zero, Period);
    }

    public long Bytes => Interlocked.Read(ref bytes);

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Look()
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith(Field, StringComparison.Ordinal))
                {
                    var number = line[Field.Length..].TrimStart().Split(' ')[0];
                    var seen = long.Parse(number, CultureInfo.InvariantCulture) * KiB;
                    Interlocked.Exchange(ref bytes, Math.Max(Bytes, seen));
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }
    }
}
