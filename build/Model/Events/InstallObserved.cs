namespace VmTest.Model.Events;

/// <summary>What is known of a host's installation, up to now; a later one replaces it.</summary>
public sealed record InstallObserved(string Host, InstallReport Install) : RunEvent;
