using VmTest.Memory;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>A run that is to be compared with has to have a record.</summary>
internal static class RecordedRun
{
    private const int MostNamed = 5;

    /// <exception cref="UsageException">It has none.</exception>
    public static void Check(Settings settings)
    {
        if (settings.Compare.Run is not { Length: > 0 } run || !Targets.IsTestRun(settings.Target))
        {
            return;
        }

        var folder = settings.RecordsFolder;
        var runs = new RecordStore(folder, TimeProvider.System).Runs();
        if (!runs.Contains(run))
        {
            throw new UsageException(runs.Count == 0
                ? $"--compare={run}: there are no records in '{folder}' to compare with."
                : NearestName.Explain(
                    $"--compare={run}: '{folder}' has no record of that run.", run, [.. runs.Take(MostNamed)], string.Empty));
        }
    }
}
