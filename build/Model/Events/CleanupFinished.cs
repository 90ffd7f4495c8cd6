namespace VmTest.Model.Events;

/// <summary>Teardown has run; counts of several teardowns add up.</summary>
public sealed record CleanupFinished(CleanupReceipt Receipt) : RunEvent;
