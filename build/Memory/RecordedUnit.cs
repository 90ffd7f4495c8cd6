namespace VmTest.Memory;

/// <param name="Name">The unit.</param>
/// <param name="State">systemd's word: active, failed and so on.</param>
/// <param name="StartMs">From the start of the guest's clock to the unit's start; null where it did not start.</param>
/// <param name="TookMs">From its start to active, or to its end; null where it came to neither.</param>
public sealed record RecordedUnit(string Name, string State, long? StartMs = null, long? TookMs = null);
