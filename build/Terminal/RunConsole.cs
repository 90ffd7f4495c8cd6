using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Terminal;

/// <summary>
/// Everything that a run says to people. Lines are whole and written one at a time, so that several hosts never mix;
/// text of guests and builders stands behind a bar and is harmless.
/// </summary>
public sealed class RunConsole : IRunLog
{
    // Columns of a terminal that does not say how many it has, as in a container without a size.
    private const int UnknownWidth = 80;

    // Bytes of a message or hint, of a place and of a host's name where little is wanted: verdict, first failure and a path of the
    // report of usual length fit into 1 KB.
    private const int BriefText = 220;
    private const int BriefPlace = 160;
    private const int BriefHost = 40;

    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Dim = "\u001b[2m";
    private const string StartOfLine = "\r";
    private const string EraseLine = "\u001b[K";

    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly bool colours;
    private readonly Verbosity verbosity;
    private readonly ILogMarks? marks;
    private readonly SortedDictionary<string, string> statuses = new(StringComparer.Ordinal);
    private bool drawn;
    private bool namesHosts;
    private bool stopping;

    /// <param name="writer">Where the lines go.</param>
    /// <param name="colours">Whether lines are coloured.</param>
    /// <param name="verbosity">What is left out.</param>
    /// <param name="live">Whether the writer is a terminal on which a line can be drawn again.</param>
    /// <param name="marks">Groups the lines, and keeps them from being obeyed by who reads them; null for a terminal or a
    /// plain file.</param>
    public RunConsole(TextWriter writer, bool colours, Verbosity verbosity, bool live = false, ILogMarks? marks = null)
    {
        this.marks = marks;
        Live = live && verbosity >= Verbosity.Normal;
        this.writer = writer;
        this.colours = colours;
        this.verbosity = verbosity;
    }

    /// <summary>Whether <see cref="Status"/> draws one line again and again; otherwise each of its texts is a line.</summary>
    public bool Live { get; }

    /// <inheritdoc/>
    public void NameHosts() => namesHosts = true;

    /// <summary>Standard output, or standard error where standard output belongs to a result that programs read.</summary>
    /// <param name="results">Whether programs read a result from standard output.</param>
    /// <param name="verbosity">What is left out.</param>
    /// <param name="marks">Of the host whose step this is; null for none.</param>
    public static RunConsole Create(bool results, Verbosity verbosity, ILogMarks? marks)
    {
        var redirected = results ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var colours = !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        var live = !redirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new RunConsole(results ? Console.Error : Console.Out, colours, verbosity, live, marks);
    }

    /// <summary>A step of the run begins; in the log of a CI host, a group of lines.</summary>
    public void BeginStep(string name)
    {
        if (marks is null || verbosity < Verbosity.Normal)
        {
            Say(string.Empty);
            Say($"── {name} ──");
            return;
        }

        lock (gate)
        {
            marks.BeginGroup(writer, name);
        }
    }

    /// <summary>A step of the run does not take place.</summary>
    /// <param name="name">The step.</param>
    /// <param name="reason">Why; null where that is not known.</param>
    public void SkipStep(string name, string? reason)
    {
        EndSteps();
        Say(string.Empty);
        Say($"── {name} ── skipped{(reason is null ? string.Empty : $": {reason}")}");
    }

    /// <summary>What follows belongs to no step.</summary>
    public void EndSteps()
    {
        lock (gate)
        {
            marks?.EndGroup(writer);
        }
    }

    /// <summary>Writes something that is meant for who reads the log and not for people.</summary>
    public void Send(Action<TextWriter> write)
    {
        lock (gate)
        {
            write(writer);
        }
    }

    /// <summary>The run was asked to stop: nothing is going on any more but its teardown.</summary>
    public void Stop(string reason)
    {
        lock (gate)
        {
            stopping = true;
            statuses.Clear();
            Write(verbosity >= Verbosity.Minimal ? $"  {reason}: stopping…" : null);
        }
    }

    /// <summary>The last words are said; what is written into the same log after them is no longer ours.</summary>
    public void Close()
    {
        EndSteps();
        lock (gate)
        {
            statuses.Clear();
            Erase();
            marks?.Unfence(writer);
            writer.Flush();
        }
    }

    /// <summary>Something that went well or is going on.</summary>
    public void Say(string text, string? host = null) =>
        Write(verbosity >= Verbosity.Normal ? Prefix(host) + Sanitizer.Line(text) : null);

    /// <summary>Something that is said however little is wanted.</summary>
    public void Always(string text) => Write("  " + Sanitizer.Line(text));

    /// <summary>What is going on at this moment.</summary>
    public void Status(string text, string? host = null)
    {
        if (!Live)
        {
            Say(text, host);
            return;
        }

        lock (gate)
        {
            if (stopping)
            {
                return;
            }

            statuses[host ?? string.Empty] = Sanitizer.Line(host is null || !namesHosts ? text : $"{host}: {text}");
            Draw();
        }
    }

    /// <summary>It goes on no longer.</summary>
    public void EndStatus(string? host = null)
    {
        lock (gate)
        {
            if (statuses.Remove(host ?? string.Empty))
            {
                Erase();
                Draw();
            }
        }
    }

    /// <summary>Something only of interest when looking closely.</summary>
    public void Detail(string text, string? host = null) =>
        Write(verbosity >= Verbosity.Verbose ? Paint(Dim, Prefix(host) + Sanitizer.Line(text)) : null);

    public void Passed(string text, string? host = null) => Brief(Green, "✓ ", text, host);

    public void Warn(string text, string? host = null) => Brief(Yellow, "! ", text, host);

    public void Failed(string text, string? host = null) => Brief(Red, "✗ ", text, host);

    /// <summary>How the run ended; said however little is wanted.</summary>
    public void Verdict(bool passed, string text) => Write("  " + Paint(passed ? Green : Red, passed ? "✓ " : "✗ ") + Sanitizer.Line(text));

    /// <summary>
    /// The failures of a run that has ended: each in full, or, where little is wanted, what the first one is and how many
    /// follow.
    /// </summary>
    public void Explain(IReadOnlyList<Failure> failures)
    {
        if (verbosity > Verbosity.Quiet)
        {
            foreach (var failure in failures)
            {
                Explain(failure);
            }
        }
        else if (failures.Count > 0)
        {
            var first = failures[0];
            var others = failures.Count - 1;
            Explain(first with
            {
                Host = first.Host is { } host ? Utf8Length.CutEnd(Sanitizer.Line(host), BriefHost) : null,
                Message = Utf8Length.CutEnd(Sanitizer.Line(first.Message), BriefText),
                Location = first.Location is { } place
                    ? place with { File = Utf8Length.CutStart(Sanitizer.Line(place.File, int.MaxValue), BriefPlace) }
                    : null,
                Hint = first.Hint is { } hint ? Utf8Length.CutEnd(Sanitizer.Line(hint), BriefText) : null,
                Related = null,
                Excerpt = [],
            });
            if (others > 0)
            {
                Always($"and {(others == 1 ? "1 more failure" : $"{others} more failures")}, in the report");
            }
        }
    }

    /// <summary>A failure in full: what, where, the lines that matter, what to do.</summary>
    public void Explain(Failure failure)
    {
        lock (gate)
        {
            Write(Prefix(failure.Host) + Paint(Red + Bold, "✗ " + failure.Code) + " " + Sanitizer.Line(failure.Message));
            if (failure.Location is { } place)
            {
                Write("    at " + Sanitizer.Line(place.ToString()));
            }

            foreach (var related in failure.Related ?? [])
            {
                Write($"    see {Sanitizer.Line(related.ToString())} ({Sanitizer.Line(related.What)})");
            }

            foreach (var line in failure.Excerpt)
            {
                Write(Paint(Dim, "    │ " + Sanitizer.Line(line)));
            }

            if (failure.Consequences is { } count)
            {
                Write("    " + Consequences.Text(count));
            }

            if (failure.Hint is { } hint)
            {
                Write("    → " + Sanitizer.Line(hint));
            }
        }
    }

    private void Brief(string colour, string sign, string text, string? host) =>
        Write(verbosity >= Verbosity.Minimal ? Prefix(host) + Paint(colour, sign) + Sanitizer.Line(text) : null);

    private string Prefix(string? host) => namesHosts && host is not null ? Paint(Dim, Sanitizer.Line(host).PadRight(10) + "│ ") : "  ";

    private string Paint(string style, string text) => colours ? style + text + Reset : text;

    private void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            marks?.Fence(writer);
            Erase();
            writer.WriteLine(Fence(line));
            Draw();
        }
    }

    /// <summary>A line that begins so, blanks aside, is a command to the runner of a workflow; ours never are.</summary>
    private static string Fence(string line)
    {
        const string command = "::";
        const string oldCommand = "##[";
        var fenced = line.Contains(oldCommand, StringComparison.Ordinal)
            ? line.Replace(oldCommand, "# #[", StringComparison.Ordinal)
            : line;
        return fenced.AsSpan().TrimStart().StartsWith(command, StringComparison.Ordinal)
            ? fenced.Insert(fenced.IndexOf(command, StringComparison.Ordinal) + 1, " ")
            : fenced;
    }

    private void Erase()
    {
        if (drawn)
        {
            writer.Write(StartOfLine + EraseLine);
            drawn = false;
        }
    }

    /// <summary>One line, cut to the width of the terminal, so that it never wraps and can be erased.</summary>
    private void Draw()
    {
        if (statuses.Count == 0)
        {
            return;
        }

        Erase();
        var text = "  " + string.Join(" · ", statuses.Values);
        var width = (Console.WindowWidth > 1 ? Console.WindowWidth : UnknownWidth) - 1;
        writer.Write(text.Length <= width ? text : text[..width]);
        writer.Flush();
        drawn = true;
    }
}
