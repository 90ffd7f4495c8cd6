namespace VmTest.Supervision;

/// <summary>One line of the ledger: a resource is about to be made, has been made, or is released.</summary>
/// <param name="Number">Counts the resources of one run.</param>
/// <param name="Name">The process's purpose, or the path.</param>
public sealed record LedgerEntry(int Number, ResourceKind Kind, string Name, LedgerState State, ProcessIdentity? Process = null);
