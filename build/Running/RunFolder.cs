using System.Text;
using VmTest.Cleanup;
using VmTest.Reporting;
using VmTest.Reporting.Events;

namespace VmTest.Running;

/// <summary>The folder of a run's report and logs. It appears with the first event in it, or not at all.</summary>
internal static class RunFolder
{
    /// <summary>Makes it. The run's ledger, which names it, is there already.</summary>
    /// <param name="path">Its path; the last part is the run's ID.</param>
    /// <param name="time">For the log.</param>
    /// <param name="first">The first event.</param>
    public static EventLog Begin(string path, TimeProvider time, RunStarted first)
    {
        var output = Path.GetDirectoryName(path)!;
        FileModes.Restrict(output);
        Directory.CreateDirectory(output);
        var unfinished = Unfinished(path);
        Directory.CreateDirectory(unfinished);
        var events = EventLog.Open(Path.Combine(unfinished, RunPaths.Events), time);
        events.Write(first);
        Directory.Move(unfinished, path);
        return events;
    }

    /// <summary>Removes what a run left that was killed before its folder appeared.</summary>
    public static void RemoveUnfinished(string path, string runId)
    {
        using var output = Path.GetFileName(path) == runId ? FolderHandle.TryOpen(Path.GetDirectoryName(path)!) : null;
        if (output is null)
        {
            return;
        }

        FolderTree.Remove(output, Encoding.UTF8.GetBytes(Path.GetFileName(Unfinished(path))), path);
        var link = Encoding.UTF8.GetBytes(LatestLink.Unfinished(runId));
        if (output.Look(link) is { IsLink: true })
        {
            output.RemoveFile(link);
        }
    }

    private static string Unfinished(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}");
}
