namespace VmTest.UnitTests.Support;

/// <summary>A clock that a test sets; only the time of day is set, durations are real.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
