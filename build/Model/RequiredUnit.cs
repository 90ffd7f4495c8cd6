namespace VmTest.Model;

/// <summary>A unit that has to be active.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="State">Its state in systemd's words when the watch ended; null where it was not seen.</param>
public sealed record RequiredUnit(string Unit, string? State = null);
