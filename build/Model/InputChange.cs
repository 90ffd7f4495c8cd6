namespace VmTest.Model;

/// <param name="Name">The flake's input.</param>
/// <param name="Before">Its revision before; null for a new one.</param>
/// <param name="BeforeAt">When that was last changed, where the lock file says.</param>
/// <param name="After">Its revision now; null where it is gone.</param>
/// <param name="AfterAt">When that was last changed, where the lock file says.</param>
public sealed record InputChange(string Name, string? Before = null, DateTimeOffset? BeforeAt = null, string? After = null,
    DateTimeOffset? AfterAt = null);
