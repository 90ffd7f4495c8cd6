using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>Puts away what this run made, and looks whether it is gone.</summary>
internal static class RunCleaner
{
    public static CleanupReceipt Clean(RunDirectory directory, ProcessSupervisor? supervisor, TimeSpan grace)
    {
        supervisor?.StopAllAsync(grace).GetAwaiter().GetResult();
        var leaked = Leaks.Remove(directory.Ledger.Open().Where(entry => entry.Kind == ResourceKind.File).Select(entry => entry.Name), directory.RunId);
        foreach (var entry in directory.Ledger.Open().Where(entry => entry.Process?.IsAlive != true && !Path.Exists(entry.Name)))
        {
            directory.Ledger.Release(entry);
        }

        return new CleanupReceipt
        {
            Processes = directory.Ledger.Count(ResourceKind.Process),
            Files = directory.Ledger.Count(ResourceKind.File),
            Mounts = directory.Ledger.Count(ResourceKind.Mount),
            Sockets = directory.Ledger.Count(ResourceKind.Socket),
            Leaked = leaked,
        };
    }
}
