using VmTest.Reporting.Model;

namespace VmTest.Reporting.Events;

/// <summary>Teardown has run; counts of several teardowns add up.</summary>
public sealed record CleanupFinished(CleanupReceipt Receipt) : RunEvent;
