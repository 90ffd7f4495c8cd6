using System.Security.Cryptography;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Reports;

/// <summary>Writes the report and its renderings. Each file appears whole or not at all.</summary>
internal static class ReportWriter
{
    public static Report Write(string folder, IReadOnlyList<RunEvent> events)
    {
        var report = ReportBuilder.Build(events);
        var json = ReportDocument.Text(report);
        var problems = ReportSchema.Validate(json);
        if (problems.Count > 0)
        {
            report = WithDefect(report, problems);
            json = ReportDocument.Text(report);
        }

        WriteWhole(Path.Combine(folder, RunPaths.ReportJson), json);
        foreach (var (path, text) in ReportFormats.Render(report, folder))
        {
            WriteWhole(Path.Combine(folder, path), text);
        }

        return report;
    }

    /// <summary>The report of an earlier run.</summary>
    /// <param name="folder">The folder of that run.</param>
    public static Report Read(string folder) =>
        Json.Read<Report>(File.ReadAllText(Path.Combine(folder, RunPaths.ReportJson)))
            ?? throw new InvalidDataException($"{folder} has an empty report");

    /// <summary>A report that breaks its own schema is a defect of ours, and says so.</summary>
    private static Report WithDefect(Report report, IReadOnlyList<string> problems)
    {
        var defect = FailureMaker.Make(
            FailureMaker.Defect(new InvalidOperationException("the report does not fit its schema: " + string.Join("; ", problems))));
        return report with
        {
            Status = report.Status == RunStatus.Success ? RunStatus.Failure : report.Status,
            ExitCode = report.Status == RunStatus.Success ? ExitCodes.Internal : report.ExitCode,
            Failures = [.. report.Failures, defect],
        };
    }

    private static void WriteWhole(string path, string text)
    {
        // A name that nobody knows, and no link of that name is followed: the folder may be one that others write to.
        var fresh = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        using (var writer = new StreamWriter(new FileStream(fresh, FileMode.CreateNew, FileAccess.Write, FileShare.None)))
        {
            writer.Write(text);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
