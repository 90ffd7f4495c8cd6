namespace VmTest.Supervision;

/// <summary>A ledger as it was found on disk.</summary>
/// <param name="Head">Whose run it is.</param>
/// <param name="Entries">Every resource of the run, with its last state.</param>
public sealed record LedgerContents(LedgerHead Head, IReadOnlyList<LedgerEntry> Entries);
