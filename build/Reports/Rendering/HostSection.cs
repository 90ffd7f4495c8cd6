using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>All about one host: its boot as a picture, its screen, its units, its console.</summary>
internal static class HostSection
{
    private const string Console = "console";
    private const string Units = "units";
    private const string Screenshot = "screenshot";

    public static XElement Render(HostReport host, string id, Report report, RunFiles files, PageBudget budget) => Markup.Element("section",
        Markup.Attribute("id", id),
        Markup.Element("h2", "Host ", Words.Code(host.Name), " ", Words.Badge(EnumText.Lower(host.Status))),
        host.System is { } system
            ? Words.Facts(("kind", host.Kind is { } kind ? EnumText.Lower(kind) : null), ("version", system.NixosVersion),
                ("kernel", system.Kernel), ("systemd", system.Systemd), ("system", system.Toplevel))
            : null,
        host.ReusedFrom is { } proof
            ? Markup.Element("p", $"Not tested again: run {proof.Run} has proved it ({proof.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC).")
            : null,
        host.Comparison is { } comparison ? Compared(comparison) : null,
        host.Install is { } install ? Install(install) : null,
        host.Boot is { } boot ? Boot(host, boot, budget) : null,
        Screenshots(host, files, budget),
        // Units first: the console takes what is left.
        host.Artifacts.TryGetValue(Units, out var units) ? UnitSection.Render(units, host, report, files, budget) : null,
        host.Artifacts.TryGetValue(Console, out var console) ? ConsoleSection.Render(console, files, budget) : null,
        host.Artifacts.Count == 0 ? null : Markup.Element("p", Markup.Class("files"), "Files: ",
            host.Artifacts.OrderBy(artifact => artifact.Key, StringComparer.Ordinal)
                .Select(artifact => new object[] { Words.File(artifact.Value), new XText(" ") })));

    private static XElement Compared(HostComparison comparison) => Markup.Element("div",
        Markup.Element("h3", "What changed"),
        Markup.Element("p", comparison.Summary),
        Words.Facts([.. ComparisonWords.Facts(comparison).Select(fact => (fact.Name, (object?)fact.Text))]));

    private static XElement Install(InstallReport install) => Markup.Element("div",
        Markup.Element("h3", "Disk"),
        Words.Facts(
            (InstallWords.Summary(install), install.Reason), ("boot loader", install.Loader),
            ("steps",
                install.Steps.Count > 0
                    ? string.Join(", ", install.Steps.Select(step => $"{step.Step.Name()} {Words.Time(step.DurationMs)}"))
                    : null),
            ("space", InstallWords.Forecast(install)),
            ("adjustments", install.Adjustments.Count > 0 ? string.Join("; ", install.Adjustments) : null)));

    private static XElement Boot(HostReport host, BootReport boot, PageBudget budget) => Markup.Element("div",
        Markup.Element("h3", "Boot"),
        Words.Facts(
            ("ready after",
                Words.Time(boot.ReadyAfterMs)), ("firmware", Words.Time(boot.FirmwareMs)), ("loader",
                Words.Time(boot.LoaderMs)), ("kernel", Words.Time(boot.KernelMs)),
            ("initrd", Words.Time(boot.InitrdMs)), ("user space", Words.Time(boot.UserspaceMs)), ("started by",
                boot.LoaderEntry is { } entry
                    ? $"{boot.Firmware}, {entry}"
                    : boot.Firmware), ("default target", boot.DefaultTarget), ("system state", boot.SystemState),
            ("units",
                boot.Units is { } units ? $"{units.Active} active, {Words.Failed(units)}, {units.Pending.Count} pending" : null),
            ("times of the guest", Words.ClockError(boot)),
            ("adjustments", boot.Adjustments.Count > 0 ? string.Join("; ", boot.Adjustments) : null)),
        Pending(boot),
        !BootStage.HasAny(boot) ? null : budget.OrNote(
            Markup.Element("div", Markup.Class("scroll"), Markup.Attribute("tabindex", "0"), Markup.Attribute("role", "region"),
            Markup.Attribute("aria-label", $"Boot of {host.Name} as a picture"), BootPicture.Element(host.Name, boot)),
            $"The picture of this boot is in {RunPaths.BootPicture}."));

    private static XElement? Pending(BootReport boot) =>
        boot.Units is not { Pending.Count: > 0 } units
            ? null
            : Words.Table("Units whose job was not done", ["unit", "job", "waits for", "since"],
        units.Pending.Select(pending => Markup.Element("tr",
            Words.RowHead(Words.Code(pending.Unit)),
            Markup.Element("td", pending.Job),
            Markup.Element("td", pending.WaitsFor is { } other ? Words.Code(other) : "–"),
            Markup.Element("td", Words.Time(pending.SinceMs) ?? "–"))));

    private static IEnumerable<XElement> Screenshots(HostReport host, RunFiles files, PageBudget budget) => host.Artifacts
        .Where(artifact => artifact.Key.StartsWith(Screenshot, StringComparison.Ordinal))
            .OrderBy(artifact => artifact.Key, StringComparer.Ordinal)
        .Select(artifact => files.Picture(artifact.Value) is { } picture ? budget.OrNote(
            Figure(artifact.Value, picture, host.Name), $"The screenshot is in {artifact.Value}.") : null).OfType<XElement>();

    // The picture's bytes are ours to encode and far longer than any text.
    private static XElement Figure(string path, string picture, string host) => Markup.Element("figure",
        Markup.Void("img", new XAttribute("src", picture), Markup.Attribute("alt", $"Screen of {host}")),
        Markup.Element("figcaption", "Screen: ", Words.File(path)));
}
