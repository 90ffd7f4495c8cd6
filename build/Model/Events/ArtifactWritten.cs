namespace VmTest.Model.Events;

/// <summary>A file about a host exists; <paramref name="Path"/> is relative to the report.</summary>
public sealed record ArtifactWritten(string Host, string Name, string Path) : RunEvent;
