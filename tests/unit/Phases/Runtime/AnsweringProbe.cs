using System.Text;

namespace VmTest.UnitTests.Phases.Runtime;

/// <summary>The channel to a probe that answers each request at once, or not at all.</summary>
internal sealed class AnsweringProbe(Action<string> answer) : MemoryStream
{
    /// <summary>Answers what the first does not.</summary>
    public Action<string> Answering { get; set; } = _ => { };

    public List<string> Asked { get; } = [];

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var request = Encoding.ASCII.GetString(buffer.Span).TrimEnd('\n');
        Asked.Add(request);
        answer(request);
        Answering(request);
        return ValueTask.CompletedTask;
    }
}
