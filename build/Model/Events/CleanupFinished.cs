namespace VmTest.Model.Events;

/// <summary>Teardown has run; counts of several teardowns add up.</summary>
/// <param name="Receipt">What went.</param>
/// <param name="KeptBytes">What the run's folder, which stays, takes on disk by now; null where that was not measured.</param>
public sealed record CleanupFinished(CleanupReceipt Receipt, long? KeptBytes = null) : RunEvent;
