namespace VmTest.Guest.Probe;

/// <summary>A job in systemd's queue.</summary>
/// <param name="Unit">Of which unit.</param>
/// <param name="Type">start, stop and so on.</param>
/// <param name="State">running or waiting.</param>
public sealed record UnitJob(string Unit, string Type, string State)
{
    public bool IsRunning => State == "running";
}
