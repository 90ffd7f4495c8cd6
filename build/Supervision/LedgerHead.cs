namespace VmTest.Supervision;

/// <summary>The ledger's first line: whose run this is.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Host">The program that made it; while that lives nobody else touches the run.</param>
/// <param name="Artifacts">The folder with the run's event log.</param>
public sealed record LedgerHead(string RunId, ProcessIdentity Host, string Artifacts);
