using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>The private folder and the processes of one run; made when they are first needed.</summary>
/// <param name="runId">The run's ID.</param>
/// <param name="artifacts">The folder of its report.</param>
/// <param name="ownsProcess">Whether this program does nothing but this run, so that every process below it is the run's.</param>
/// <param name="time">This machine's clock.</param>
public sealed class RunResources(string runId, string artifacts, bool ownsProcess, TimeProvider time) : IDisposable
{
    private readonly Lazy<RunDirectory> directory = new(() => new RunDirectory(runId, artifacts));
    private ProcessSupervisor? supervisor;

    public RunDirectory Directory => directory.Value;

    public ProcessSupervisor Supervisor =>
        LazyInitializer.EnsureInitialized(ref supervisor, () => new ProcessSupervisor(Directory, time, adoptsOrphans: ownsProcess));

    /// <summary>Removes everything that was made.</summary>
    /// <param name="grace">How long each process may take to stop by itself.</param>
    public CleanupReceipt Clean(TimeSpan grace) =>
        directory.IsValueCreated ? RunCleaner.Clean(Directory, supervisor, grace) : new CleanupReceipt();

    /// <summary>The last trace of the run goes: its ledger.</summary>
    public void Retire()
    {
        if (directory.IsValueCreated)
        {
            Directory.Retire();
        }
    }

    public void Dispose()
    {
        if (directory.IsValueCreated)
        {
            Directory.Dispose();
        }
    }
}
