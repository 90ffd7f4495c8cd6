using System.Collections.Concurrent;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>How long the phases that go on have taken until now, beside how long they usually take.</summary>
/// <param name="time">This machine's clock.</param>
public sealed class UsualTimes(TimeProvider time)
{
    /// <summary>What is usually over by then is over before anybody asks.</summary>
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (Phase Phase, long Since, TimeSpan Usual)> known = new(StringComparer.Ordinal);

    /// <param name="phase">The phase.</param>
    /// <param name="host">Whose phase it is; null where it serves all hosts, of which nothing is usual.</param>
    /// <param name="usual">How long it usually takes; null where that is not known.</param>
    public void Begin(Phase phase, string? host, TimeSpan? usual)
    {
        if (host is not null && usual is { } takes && takes >= WorthSaying)
        {
            known[host] = (phase, time.GetTimestamp(), takes);
        }
    }

    public void End(string? host)
    {
        if (host is not null)
        {
            known.TryRemove(host, out _);
        }
    }

    /// <summary><c>boot 12.0 s of usually 18.0 s</c>; null where nothing is usual.</summary>
    public string? Text(string? host) => host is not null && known.TryGetValue(host, out var phase)
        ? $"{EnumText.Lower(phase.Phase)} {Duration.Text(time.GetElapsedTime(phase.Since))} of usually {Duration.Text(phase.Usual)}"
        : null;
}
