using VmTest.Reporting.Model;

namespace VmTest.Terminal;

/// <summary>
/// Everything that a run says to people. Lines are whole and written one at a time, so that several hosts never mix;
/// text of guests and builders stands behind a bar and is harmless.
/// </summary>
public sealed class RunConsole
{
    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Dim = "\u001b[2m";

    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly bool colours;
    private readonly bool quiet;
    private readonly bool detailed;

    public RunConsole(TextWriter writer, bool colours, CommandLine.Verbosity verbosity)
    {
        this.writer = writer;
        this.colours = colours;
        quiet = verbosity == CommandLine.Verbosity.Quiet;
        detailed = verbosity >= CommandLine.Verbosity.Verbose;
    }

    /// <summary>Whether lines carry the host's name; set where a run has several.</summary>
    public bool NamesHosts { get; set; }

    /// <summary>Standard output, or standard error where standard output belongs to a result that programs read.</summary>
    public static RunConsole Create(CommandLine.Settings settings)
    {
        var results = settings.Target == CommandLine.Targets.ListHosts;
        var redirected = results ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var colours = !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new RunConsole(results ? Console.Error : Console.Out, colours, settings.Verbosity);
    }

    /// <summary>Something that went well or is going on.</summary>
    public void Say(string text, string? host = null) => Write(quiet ? null : Prefix(host) + Sanitizer.Line(text));

    /// <summary>Something only of interest when looking closely.</summary>
    public void Detail(string text, string? host = null) => Write(detailed ? Paint(Dim, Prefix(host) + Sanitizer.Line(text)) : null);

    public void Passed(string text, string? host = null) => Write(quiet ? null : Prefix(host) + Paint(Green, "✓ ") + Sanitizer.Line(text));

    public void Warn(string text, string? host = null) => Write(Prefix(host) + Paint(Yellow, "! ") + Sanitizer.Line(text));

    public void Failed(string text, string? host = null) => Write(Prefix(host) + Paint(Red, "✗ ") + Sanitizer.Line(text));

    /// <summary>A failure in full: what, where, the lines that matter, what to do.</summary>
    public void Explain(Failure failure)
    {
        lock (gate)
        {
            Write(Prefix(failure.Host) + Paint(Red + Bold, "✗ " + failure.Code) + " " + Sanitizer.Line(failure.Message));
            if (failure.Location is { } place)
            {
                Write("    at " + Sanitizer.Line(Text(place)));
            }

            foreach (var line in failure.Excerpt)
            {
                Write(Paint(Dim, "    │ " + Sanitizer.Line(line)));
            }

            if (failure.Hint is { } hint)
            {
                Write("    → " + Sanitizer.Line(hint));
            }
        }
    }

    /// <summary><c>file:line:column</c>, as editors take it.</summary>
    public static string Text(SourceLocation place) =>
        string.Join(':', new[] { place.File, place.Line?.ToString(), place.Column?.ToString() }.Where(part => part is not null));

    private string Prefix(string? host) => NamesHosts && host is not null ? Paint(Dim, Sanitizer.Line(host).PadRight(10) + "│ ") : "  ";

    private string Paint(string style, string text) => colours ? style + text + Reset : text;

    private void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            writer.WriteLine(line);
        }
    }
}
