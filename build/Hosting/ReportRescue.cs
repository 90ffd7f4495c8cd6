using VmTest.Model;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;

namespace VmTest.Hosting;

/// <summary>Writes a run's report also where the disk is full: the space set aside for it comes first, then that of the logs.</summary>
internal static class ReportRescue
{
    // What costs most and tells least comes first.
    private static readonly string[] Expendable = [
        RunPaths.JournalLog, RunPaths.ConsoleLog, RunPaths.NixLog, RunPaths.InstallLog, RunPaths.UnitsFile, RunPaths.Screenshot];

    public static Report Write(RunFolder folder, RunRecord record, OutputSpace space, IRunLog console)
    {
        space.Release();
        record.WritePending();
        foreach (var log in Expendable.Prepend(null))
        {
            try
            {
                Remove(folder.Path, log);
                return ReportWriter.Write(folder.Path, record.Snapshot());
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                space.Failed(error as IOException ?? new IOException(error.Message, error));
                record.WritePending();
            }
        }

        console.Failed($"no report could be written: {space.Failure!.Message}");
        return ReportBuilder.Build(record.Snapshot());
    }

    private static void Remove(string folder, string? name)
    {
        foreach (var path in name is null || !Directory.Exists(folder) ? [] : Directory.GetFiles(
            folder, $"{name}*", SearchOption.AllDirectories))
        {
            File.Delete(path);
        }
    }
}
