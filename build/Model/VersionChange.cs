namespace VmTest.Model;

/// <param name="Name">What has the version.</param>
/// <param name="Before">The version before; null where it was not there.</param>
/// <param name="After">The version now; null where it is gone.</param>
public sealed record VersionChange(string Name, string? Before = null, string? After = null);
