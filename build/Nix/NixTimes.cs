using VmTest.Model;

namespace VmTest.Nix;

/// <summary>Adds up what Nix does all the time and how much of it; only the reader of one log changes it.</summary>
internal sealed class NixTimes(TimeProvider time)
{
    // Far above any store; numbers of a broken log stay numbers.
    private const long MostBytes = 1L << 50;

    private static readonly string[] NetworkSchemes = ["http://", "https://", "ftp://", "s3://"];

    private NixUsage usage = new();
    private int building;
    private int fetching;
    private int copying;
    private TimeSpan built;
    private TimeSpan fetched;
    private TimeSpan copied;
    private long since = time.GetTimestamp();

    /// <summary>Up to this moment.</summary>
    public NixUsage Usage
    {
        get
        {
            Pass();
            return usage with
            {
                BuildMs = (long)built.TotalMilliseconds,
                FetchMs = (long)fetched.TotalMilliseconds,
                CopyMs = (long)copied.TotalMilliseconds,
            };
        }
    }

    public void Started(NixTask task) => Change(task, 1);

    public void Finished(NixTask task)
    {
        Change(task, -1);
        if (task.Type == NixActivity.Build)
        {
            usage = usage with { Builds = usage.Builds + 1 };
        }
    }

    /// <param name="task">A download or a copy; others have no bytes.</param>
    /// <param name="done">Bytes that it has by now.</param>
    public void Progressed(NixTask task, long done)
    {
        var more = Math.Clamp(done, 0, MostBytes) - task.Bytes;
        if (more <= 0)
        {
            return;
        }

        var first = task.Bytes == 0 ? 1 : 0;
        task.Bytes += more;
        if (IsDownload(task))
        {
            usage = usage with { Downloads = usage.Downloads + first, DownloadedBytes = Add(usage.DownloadedBytes, more) };
        }
        else if (task.Type == NixActivity.CopyPath)
        {
            usage = usage with { Copies = usage.Copies + first, CopiedBytes = Add(usage.CopiedBytes, more) };
        }
    }

    private static long Add(long sum, long more) => Math.Min(sum + more, MostBytes);

    /// <summary>A file of this machine is transferred as well, and comes over no network.</summary>
    private static bool IsDownload(NixTask task) => task.Type == NixActivity.FileTransfer
        && NetworkSchemes.Any(scheme => task.Subject?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true)
        && !task.Text.StartsWith("uploading", StringComparison.Ordinal);

    private void Change(NixTask task, int by)
    {
        Pass();
        building += task.Type == NixActivity.Build ? by : 0;
        fetching += IsDownload(task) ? by : 0;
        copying += task.Type is NixActivity.CopyPath or NixActivity.Substitute ? by : 0;
    }

    /// <summary>Counts the time since the last change for what went on.</summary>
    private void Pass()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(since, now);
        since = now;
        if (building > 0)
        {
            built += passed;
        }
        else if (fetching > 0)
        {
            fetched += passed;
        }
        else if (copying > 0)
        {
            copied += passed;
        }
    }
}
