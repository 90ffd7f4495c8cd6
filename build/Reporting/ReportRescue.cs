using VmTest.Reporting.Model;
using VmTest.Running;

namespace VmTest.Reporting;

/// <summary>Writes a run's report also where the disk is full: the space set aside for it comes first, then that of the logs.</summary>
internal static class ReportRescue
{
    // What costs most and tells least comes first.
    private static readonly string[] Expendable = [RunPaths.JournalLog, RunPaths.ConsoleLog, RunPaths.NixLog, RunPaths.InstallLog, RunPaths.UnitsFile, RunPaths.Screenshot];

    public static Report Write(RunSession session)
    {
        session.Space.Release();
        session.Events.WritePending();
        foreach (var log in Expendable.Prepend(null))
        {
            try
            {
                Remove(session.Artifacts, log);
                return ReportWriter.Write(session.Artifacts, session.Events.Snapshot());
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                session.Space.Failed(error as IOException ?? new IOException(error.Message, error));
                session.Events.WritePending();
            }
        }

        session.Console.Failed($"no report could be written: {session.Space.Failure!.Message}");
        return ReportBuilder.Build(session.Events.Snapshot());
    }

    private static void Remove(string folder, string? name)
    {
        foreach (var path in name is null || !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, $"{name}*", SearchOption.AllDirectories))
        {
            File.Delete(path);
        }
    }
}
