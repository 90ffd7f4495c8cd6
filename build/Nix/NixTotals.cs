namespace VmTest.Nix;

/// <summary>Counts what Nix has done; only the reader of one log changes it.</summary>
internal sealed class NixTotals
{
    public long BuildsDone { get; private set; }

    /// <summary>Builds that Nix foresees; 0 where it has not said.</summary>
    public long BuildsExpected { get; private set; }

    public long CopiesDone { get; private set; }

    public long CopiesExpected { get; private set; }

    public long DownloadsDone { get; private set; }

    /// <summary>Progress of several activities of one kind, such as the parts of a build, is not distinguished.</summary>
    public void Progressed(int type, long done, long expected, long running)
    {
        if (type == NixActivity.Builds)
        {
            BuildsDone = Math.Max(0, done);
            BuildsExpected = Math.Max(Math.Max(0, expected), BuildsDone + Math.Max(0, running));
        }
        else if (type == NixActivity.CopyPaths)
        {
            CopiesDone = Math.Max(0, done);
            CopiesExpected = Math.Max(CopiesDone, expected);
        }
    }

    public void Started(NixTask task)
    {
        if (task.Type == NixActivity.Build)
        {
            BuildsExpected = Math.Max(BuildsExpected, BuildsDone + 1);
        }
    }

    public void Finished(NixTask task)
    {
        if (task.Type == NixActivity.FileTransfer)
        {
            DownloadsDone++;
        }
    }
}
