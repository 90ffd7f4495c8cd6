using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VmTest.Guest.Serial;

namespace VmTest.Reports.Rendering;

/// <summary>The end of a host's serial console, with the lines marked that tell of a failure or a new stage.</summary>
internal static partial class ConsoleSection
{
    /// <summary>What is read of the end of a console's log.</summary>
    private const int PageConsoleBytes = 1 << 20;

    /// <summary>Characters of one console line on the page.</summary>
    private const int PageLineLength = 500;

    // Of an element around a line.
    private const int MarkBytes = 32;

    private const string TimedOut = "[ TIME ]";

    public static XElement? Render(string path, RunFiles files, PageBudget budget)
    {
        var (last, whole) = files.LastLines(path, Math.Min(PageConsoleBytes, budget.Left));
        var lines = last.Select(line => Markup.Text(line, PageLineLength)).ToList();
        if (lines.Count == 0)
        {
            return null;
        }

        var fitting = Fitting(lines, budget.Left);
        if (fitting == 0)
        {
            return Markup.Element("p", Markup.Class("note"), "The console is in ", Words.File(path), ".");
        }

        var failures = lines.TakeLast(fitting).Count(line => KindOf(line) == "bad");
        var section = Markup.Element("details",
            Markup.Element("summary", Markup.Element("h3", "Console"), $" {fitting} lines, {failures} of them tell of failures"),
            Markup.Element("p", Markup.Class("note"), whole && fitting == lines.Count ? "All of " : "The last lines of ", Words.File(path),
                "; times are seconds from power-on."),
            Lines(lines.TakeLast(fitting)));
        budget.TrySpend(section);
        return section;
    }

    private static XElement Lines(IEnumerable<string> lines)
    {
        var block = new XElement("pre", new XAttribute("class", "console"), new XAttribute("tabindex", "0"));
        var plain = new StringBuilder();
        foreach (var line in lines)
        {
            if (KindOf(line) is not { } kind)
            {
                plain.Append(line).Append('\n');
                continue;
            }

            block.Add(new XText(plain.ToString()), Markup.Element("mark", Markup.Class(kind), new XText(line)), new XText("\n"));
            plain.Clear();
        }

        block.Add(new XText(plain.ToString()));
        return block;
    }

    /// <summary>How many of the last lines take no more than so many bytes.</summary>
    private static int Fitting(List<string> lines, long bytes)
    {
        // What stands around the lines.
        var left = bytes - 1024;
        var count = 0;
        for (var index = lines.Count - 1; index >= 0 && (left -= Size(lines[index])) > 0; index--)
        {
            count++;
        }

        return count;
    }

    private static int Size(string line) =>
        MarkBytes + Encoding.UTF8.GetByteCount(line) + (4 * line.Count(letter => letter is '&' or '<' or '>'));

    private static string? KindOf(string line)
    {
        var said = Stamp().Replace(line, string.Empty);
        return ConsoleSigns.Classify(said) switch
        {
            _ when said.StartsWith(TimedOut, StringComparison.Ordinal) => "bad",
            ConsoleSign.UnitFailed or ConsoleSign.DependencyFailed or ConsoleSign.ActivationFailed or ConsoleSign.OutOfMemory
                or ConsoleSign.Emergency or ConsoleSign.Rescue or ConsoleSign.ManagerCrashed or ConsoleSign.KernelPanic
                or ConsoleSign.NoBootableDevice or ConsoleSign.LoaderError or ConsoleSign.LoaderPrompt
                or ConsoleSign.LoaderWithoutEntry or ConsoleSign.FirmwareShell or ConsoleSign.InitrdPrompt
                or ConsoleSign.RootMissing => "bad",
            ConsoleSign.Firmware or ConsoleSign.Loader or ConsoleSign.KernelStarted or ConsoleSign.InitrdStarted or ConsoleSign.Userspace
                or ConsoleSign.DefaultTargetReached => "stage",
            ConsoleSign.PassphrasePrompt => "asks",
            ConsoleSign.Trouble => "trouble",
            _ => null,
        };
    }

    [GeneratedRegex(@"^\[ *[0-9]+\.[0-9]{3}\] ")]
    private static partial Regex Stamp();
}
