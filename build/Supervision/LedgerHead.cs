namespace VmTest.Supervision;

/// <summary>The ledger's first line: whose run this is.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Host">The program that made it.</param>
/// <param name="Artifacts">The folder with the run's event log.</param>
/// <param name="BootId">The boot of this machine in which the run's process IDs are valid.</param>
/// <param name="ProcessNamespace">The namespace of process IDs in which they are.</param>
public sealed record LedgerHead(
    string RunId, ProcessIdentity Host, string Artifacts, string? BootId = null, string? ProcessNamespace = null)
{
    /// <summary>The head for a run of this program.</summary>
    public static LedgerHead OfThisProgram(string runId, string artifacts) =>
        new(runId, ProcessIdentity.Current, artifacts, KernelPlace.BootId, KernelPlace.ProcessNamespace);
}
