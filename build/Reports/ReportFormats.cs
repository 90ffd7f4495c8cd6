using VmTest.Model;
using VmTest.Reports.Rendering;

namespace VmTest.Reports;

/// <summary>The renderings of a report beside <c>report.json</c>; a new one is a line here.</summary>
internal static class ReportFormats
{
    private static readonly (string File, Func<Report, string, string> Render)[] OfRun =
    [
        (RunPaths.ReportMarkdown, (report, _) => MarkdownRendering.Render(report)),
        (RunPaths.ReportHtml, HtmlRendering.Render),
        (RunPaths.ReportJUnit, (report, _) => JUnitRendering.Render(report)),
    ];

    /// <param name="report">What is rendered.</param>
    /// <param name="folder">Where the files of the run are.</param>
    /// <returns>Each file's path relative to the report, and its text.</returns>
    public static IEnumerable<(string Path, string Text)> Render(Report report, string folder)
    {
        var pictures = report.Hosts.Where(
            host => host.Artifacts.TryGetValue(Path.GetFileNameWithoutExtension(RunPaths.BootPicture), out var path)
                && Directory.Exists(Path.GetDirectoryName(Path.Combine(folder, path))));
        return
        [
            .. OfRun.Select(format => (format.File, format.Render(report, folder))),
            .. pictures.Select(
                host => (host.Artifacts[Path.GetFileNameWithoutExtension(RunPaths.BootPicture)], BootPicture.Draw(host.Name, host.Boot!))),
        ];
    }
}
