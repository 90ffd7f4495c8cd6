namespace VmTest.Memory;

/// <param name="Name">The input's name, with those it is reached through.</param>
/// <param name="Revision">The commit; the hash of its content where it has none.</param>
/// <param name="At">When that was last changed, as the lock file says; null where it does not.</param>
public sealed record SourceInput(string Name, string Revision, DateTimeOffset? At = null);
