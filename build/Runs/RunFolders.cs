using System.Text;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>Makes the folder of a run's report and logs. It appears with the first event in it, or not at all.</summary>
internal static class RunFolders
{
    /// <summary>Makes it. The run's ledger, which names it, is there already.</summary>
    /// <param name="path">Its path; the last part is the run's ID.</param>
    /// <param name="time">For the log.</param>
    /// <param name="space">Learns where it cannot be made; the events are kept in memory then.</param>
    /// <param name="first">The first event.</param>
    public static EventLog Begin(string path, TimeProvider time, OutputSpace space, RunStarted first)
    {
        try
        {
            var events = Make(path, time, first);
            events.OnFailed = space.Failed;
            return events;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            space.Failed(error as IOException ?? new IOException(error.Message, error));
            var events = EventLog.InMemory(time);
            events.Write(first);
            return events;
        }
    }

    private static EventLog Make(string path, TimeProvider time, RunStarted first)
    {
        var output = Path.GetDirectoryName(path)!;
        FileModes.Restrict(output);
        Directory.CreateDirectory(output);
        var unfinished = Unfinished(path);
        Directory.CreateDirectory(unfinished);
        var events = EventLog.Open(Path.Combine(unfinished, RunPaths.Events), time);
        try
        {
            var failed = new List<IOException>();
            events.OnFailed = failed.Add;
            events.Write(first);
            if (failed.Count > 0)
            {
                throw failed[0];
            }

            Directory.Move(unfinished, path);
            return events;
        }
        catch
        {
            events.Dispose();
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
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
