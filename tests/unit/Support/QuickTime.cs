namespace VmTest.UnitTests.Support;

/// <summary>Time that runs a hundred times as fast.</summary>
internal sealed class QuickTime : TimeProvider
{
    private const int Times = 100;

    public override long GetTimestamp() => base.GetTimestamp() * Times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime / Times, period < TimeSpan.Zero ? period : period / Times);
}
