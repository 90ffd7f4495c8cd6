using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Text;

namespace VmTest.Terminal;

/// <summary>A run for programs: one JSON object a line, each as soon as it is known, the verdict last.</summary>
/// <param name="writer">Where the lines go; null where nobody wants them.</param>
public sealed class ProgressWriter(TextWriter? writer) : IRunObserver
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void Recorded(RunEvent entry)
    {
        if (writer is not null && ProgressLine.Of(entry) is { } line)
        {
            Write(line);
        }
    }

    /// <summary>The run has ended.</summary>
    /// <param name="report">What it came to.</param>
    /// <param name="path">Where the report is.</param>
    public void Verdict(Report report, string path)
    {
        if (writer is not null)
        {
            Write(VerdictLine.Of(report, path));
        }
    }

    private void Write(object line)
    {
        var text = Json.Ascii(line);
        lock (gate)
        {
            writer!.Write(text + "\n");
            writer.Flush();
        }
    }
}
