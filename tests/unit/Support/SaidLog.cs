using System.Collections.Concurrent;
using VmTest.Record;

namespace VmTest.UnitTests.Support;

/// <summary>Keeps what a run says.</summary>
internal sealed class SaidLog : IRunLog
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public bool Live { get; init; }

    public void NameHosts() => lines.Enqueue("names hosts");

    public void Say(string text, string? host = null) => lines.Enqueue(text);

    public void Detail(string text, string? host = null) => lines.Enqueue(text);

    public void Status(string text, string? host = null) => lines.Enqueue($"status: {text}");

    public void EndStatus(string? host = null) => lines.Enqueue("end of the status");

    public void Passed(string text, string? host = null) => lines.Enqueue($"passed: {text}");

    public void Warn(string text, string? host = null) => lines.Enqueue($"warning: {text}");

    public void Failed(string text, string? host = null) => lines.Enqueue($"failed: {text}");
}
