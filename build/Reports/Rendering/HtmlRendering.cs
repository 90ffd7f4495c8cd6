using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>
/// The report for people as one file: nothing is loaded, and only the script and the style that are written here may
/// act, by their hashes in the page's own policy.
/// </summary>
internal static class HtmlRendering
{
    /// <summary>The report for people is one file that opens at once, on a phone too, and can be sent by mail.</summary>
    private const int PageBytes = 1800 << 10;

    private const string StyleResource = "html/report.css";
    private const string ScriptResource = "html/report.js";
    private const string HostPrefix = "host-";

    private static readonly Lazy<(string Style, string Script)> Resources = new(() => (Read(StyleResource), Read(ScriptResource)));

    /// <param name="report">The report.</param>
    /// <param name="folder">The folder of the run, with the files that the report names.</param>
    public static string Render(Report report, string folder)
    {
        var (style, script) = Resources.Value;
        var body = Body(report, new RunFiles(folder), new PageBudget(PageBytes - style.Length - script.Length));
        body.Add(new XElement("script", script));
        var page = Markup.Element("html", Markup.Attribute("lang", "en"), Head(report, style, script), body);
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static XElement Head(Report report, string style, string script)
    {
        var policy = $"default-src 'none'; img-src data:; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'; "
            + "base-uri 'none'; form-action 'none'";
        return Markup.Element("head",
            Markup.Void("meta", Markup.Attribute("charset", "utf-8")),
            Markup.Void("meta", Markup.Attribute("http-equiv", "Content-Security-Policy"), Markup.Attribute("content", policy)),
            Markup.Void("meta", Markup.Attribute("name", "viewport"), Markup.Attribute("content", "width=device-width, initial-scale=1")),
            Markup.Void("meta", Markup.Attribute("name", "color-scheme"), Markup.Attribute("content", "light dark")),
            Markup.Void("meta", Markup.Attribute("name", "referrer"), Markup.Attribute("content", "no-referrer")),
            Markup.Element("title", $"VM test: {EnumText.Lower(report.Status)} ({report.Run.Target}, {report.Run.Id})"),
            new XElement("style", style));
    }

    private static XElement Body(Report report, RunFiles files, PageBudget budget)
    {
        var overview = Overview(report);
        var run = Run(report);
        budget.TrySpend(overview);
        budget.TrySpend(run);
        var failures = Within(budget, share => FailureSection.Render("Failures", report.Failures, report, share));
        var warnings = Within(budget, share => FailureSection.Render("Warnings", report.Warnings, report, share));
        // Those that failed first: they are what the page is opened for, and have the first say in how long it gets.
        var hosts = report.Hosts.Select((host, index) => (Host: host, Id: HostId(index)))
            .OrderBy(each => each.Host.Status == RunStatus.Success)
            .Select((each, done) => Take(
                budget, HostSection.Render(each.Host, each.Id, report, files, budget.Share(report.Hosts.Count - done)))).ToList();
        return Markup.Element("body", Markup.Element("main",
            Markup.Element("header",
                Markup.Element("h1", "VM test ", Words.Badge(EnumText.Lower(report.Status))),
                Markup.Element("p", Markup.Class("headline"), MarkdownRendering.Headline(report)),
                ComparisonWords.Headline(report) is { } compared ? Markup.Element("p", compared) : null),
            overview,
            failures,
            warnings,
            hosts,
            run));
    }

    /// <summary>Failures and warnings take at most half of what is left each, so that there is room for the evidence.</summary>
    private static XElement? Within(PageBudget budget, Func<PageBudget, XElement?> make) =>
        make(budget.Share(2)) is { } made ? Take(budget, made) : null;

    private static XElement Take(PageBudget budget, XElement element)
    {
        budget.TrySpend(element);
        return element;
    }

    private static XElement Overview(Report report)
    {
        var rows = report.Hosts.Count > 0
            ? report.Hosts.Select(
                (host, index) => Row(Markup.Element("a", Markup.Attribute("href", "#" + HostId(index)), host.Name), host.Phases))
            : [Row(Markup.Element("span", "all"), report.Phases)];
        return Markup.Element("section",
            Markup.Element("h2", "Hosts and phases"),
            Words.Table("What each phase came to, and how long it took",
                [report.Hosts.Count > 0 ? "host" : "hosts", .. report.Phases.Select(phase => EnumText.Lower(phase.Name))], rows),
            FleetTable.IsOf(report)
                ? Words.Table("What changed for each host, and its boot against the median of earlier ones", FleetTable.Columns,
                    report.Hosts.Select(host => Markup.Element("tr", Words.RowHead(host.Name),
                        FleetTable.Cells(host).Select(cell => Markup.Element("td", cell)))))
                : null);
    }

    private static XElement Row(XElement name, IReadOnlyList<PhaseReport> phases) =>
        Markup.Element("tr", Words.RowHead(name), phases.Select(Cell));

    private static XElement Cell(PhaseReport phase) => Markup.Element("td",
        phase.SkippedBecause is { } reason ? Markup.Attribute("title", reason) : null,
        Words.Badge(EnumText.Lower(phase.Status)),
        phase.DurationMs is null || phase.Status == PhaseStatus.Skipped
            ? null
            : new object[] { new XText(" "), Markup.Element("span", Markup.Class("took"), Words.Time(phase.DurationMs)), new XText(" ") },
        phase.Log is { } log ? Markup.Element("small", Words.File(log)) : null);

    private static XElement Run(Report report)
    {
        var (run, machine) = (report.Run, report.Run.Machine);
        return Markup.Element("section",
            Markup.Element("h2", "Run"),
            Markup.Element("h3", "Again"),
            Markup.Element("pre", Markup.Attribute("tabindex", "0"), ReproduceCommand.Compose(report)),
            Markup.Element("h3", "Facts"),
            Words.Facts(
                ("run", run.Id), ("target", run.Target), (
                    "started", $"{run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"), ("took", Words.Time(run.DurationMs)),
                ("exit code", report.ExitCode.ToString()), ("trigger", run.Trigger), ("flake", run.Flake?.Url),
                ("revision", run.Flake?.Revision), ("nixpkgs", run.Flake?.Nixpkgs),
                ("commit", run.Git is { } git ? $"{git.Commit} {git.Branch}{(git.Dirty ? ", with changes" : string.Empty)}" : null),
                ("machine", $"{machine.Os}, {machine.Cores} cores, {machine.MemoryMiB} MiB"),
                ("accelerator", machine.Accelerator is { } accelerator ? $"{accelerator}: {machine.AcceleratorReason}" : null),
                ("nix", machine.Nix), ("qemu", machine.Qemu), ("made by", $"{report.Tool.Name} {report.Tool.Version}")),
            UsageTable.Rows(report) is { Count: > 0 } rows ? Used(report.Usage!, rows) : null,
            report.Cleanup is { } cleanup ? Cleanup(cleanup) : null,
            Markup.Element("p", Markup.Class("files"), "The same for programs: ", Words.File(RunPaths.ReportJson), "; in order of time: ",
                Words.File(RunPaths.Events)));
    }

    private static XElement Used(Usage usage, IReadOnlyList<IReadOnlyList<string>> rows) => Markup.Element("div",
        Markup.Element("h3", UsageTable.Title),
        Words.Table("Times of one host exclude each other; hosts may run side by side", UsageTable.Columns,
            rows.Select(row => Markup.Element("tr",
                Words.RowHead(row[0]), row.Skip(1).Select(cell => Markup.Element("td", Markup.Class("number"), cell))))),
        UsageTable.Rest(usage) is { } rest ? Markup.Element("p", rest) : null);

    private static XElement Cleanup(CleanupReceipt receipt)
    {
        (string Name, ResourceCount Count)[] kinds = [
            ("processes", receipt.Processes), ("files", receipt.Files), ("mounts", receipt.Mounts), ("sockets", receipt.Sockets)];
        return Markup.Element("div",
            Markup.Element("h3", "Cleanup"),
            Words.Table("What the run made outside its reports, and that it is gone", ["", "made", "removed"],
                kinds.Select(kind => Markup.Element("tr",
                Words.RowHead(kind.Name), Markup.Element("td", Markup.Class("number"), kind.Count.Created.ToString()), Markup.Element(
                    "td", Markup.Class("number"), kind.Count.Released.ToString())))),
            receipt.Leaked.Count == 0 ? Markup.Element("p", "Nothing was left behind.")
                : Markup.Element("div", Markup.Element("p", "Left behind:"),
                    Markup.Element(
                        "ul", receipt.Leaked.Take(Limits.ReportListLength).Select(name => Markup.Element("li", Words.Code(name))))));
    }

    private static string HostId(int index) => HostPrefix + (index + 1);

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string resource)
    {
        using var stream = typeof(HtmlRendering).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the resource {resource} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
