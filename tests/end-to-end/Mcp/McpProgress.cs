using System.Collections.Concurrent;
using ModelContextProtocol;

namespace VmTest.EndToEndTests.Mcp;

/// <summary>The progress of a call, as it is reported.</summary>
internal sealed class McpProgress : IProgress<ProgressNotificationValue>
{
    private readonly ConcurrentQueue<ProgressNotificationValue> values = new();

    public IReadOnlyList<string> Messages => [.. values.Select(value => value.Message!)];

    public IReadOnlyList<float> Values => [.. values.Select(value => value.Progress)];

    public void Report(ProgressNotificationValue value) => values.Enqueue(value);
}
