using VmTest.Model;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>Says what is awaited of a VM for as long as it is.</summary>
internal static class AwaitedWords
{
    /// <summary>Waits until a task has ended, well or not: whoever asked for it takes its result.</summary>
    /// <param name="console">Shows the words, one every <see cref="Limits.Word"/>.</param>
    /// <param name="awaited">The task.</param>
    /// <param name="what">What it brings.</param>
    /// <param name="host">For which host.</param>
    /// <param name="time">For the words.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task SayUntilAsync(
        this IRunLog console, Task awaited, string what, string host, TimeProvider time, CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        while (await Task.WhenAny(awaited, Task.Delay(Limits.Word, time, cancellation)) != awaited)
        {
            cancellation.ThrowIfCancellationRequested();
            console.Status($"waiting for {what} for {Duration.Text(time.GetElapsedTime(asked))}", host);
        }
    }
}
