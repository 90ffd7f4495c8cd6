using Microsoft.Extensions.Time.Testing;

namespace VmTest.UnitTests.Support;

/// <summary>Moves a fake clock for work that waits for it.</summary>
internal static class FakeClock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Lets time pass in steps until the work has ended.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="work">What waits for it.</param>
    /// <param name="step">How much passes at once; the work may look at the clock in between.</param>
    public static async Task<T> RunAsync<T>(this FakeTimeProvider time, Task<T> work, TimeSpan step)
    {
        var started = Environment.TickCount64;
        while (!work.IsCompleted)
        {
            Assert.That(Environment.TickCount64 - started, Is.LessThan(Patience.TotalMilliseconds), "the work does not end");
            time.Advance(step);
            // What a timer has woken runs before the next step.
            await Task.Delay(1);
        }

        return await work;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(this FakeTimeProvider time, Task work, TimeSpan step) => time.RunAsync(Ending(work), step);

    private static async Task<bool> Ending(Task work)
    {
        await work;
        return true;
    }
}
