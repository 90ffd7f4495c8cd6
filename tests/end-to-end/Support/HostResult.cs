using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.EndToEndTests.Support;

/// <summary>How a run ended, and what it left.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Error, Workplace Workplace)
{
    /// <summary>The report, which an independent validator has found valid.</summary>
    public JObject Report => ReportOf(Workplace.LatestRun);

    /// <summary>The report of one of several runs, likewise.</summary>
    public JObject ReportOf(string folder)
    {
        var path = Path.Combine(folder, "report.json");
        Shell.Run("/usr/bin/python3", Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "validate-report.py"),
            Repository.Schema, path);
        using var reader = new JsonTextReader(File.OpenText(path)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    // The report's failures come first in a message: the output may be longer than what is shown of a failed test.
    private string Failures => File.Exists(Path.Combine(Workplace.Output, "latest", "report.json"))
        ? JObject.Parse(File.ReadAllText(Path.Combine(Workplace.LatestRun, "report.json")))["failures"]!.ToString()
        : "There is no report.";

    /// <summary>Asserts exit code, status and failed phase, and that nothing is left behind; gives the report.</summary>
    public JObject Expect(int exitCode, string status, string? failedPhase)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), () => $"{Failures}\n{Output}{Error}");
        var report = Report;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Value<string>("status"), Is.EqualTo(status), () => Failures);
            Assert.That(report.Value<string>("failedPhase"), Is.EqualTo(failedPhase));
            Assert.That(report.Value<int>("exitCode"), Is.EqualTo(exitCode));
            Assert.That(report["cleanup"]!["leaked"], Is.Empty);
        }

        Leftovers.ExpectNone(Workplace);
        return report;
    }
}
