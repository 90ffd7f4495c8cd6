using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Text;

namespace VmTest.UnitTests.Reports;

/// <summary>The report of a fleet is read as a whole: by an agent, or by a person in an editor.</summary>
public sealed class ReportDocumentTests
{
    private static readonly string[] Fleet = [.. Enumerable.Range(0, 10).Select(index => $"host-{index}")];

    [Test]
    public void Ten_hosts_with_comparisons_and_failures_of_usual_length_are_less_than_64_KB_with_the_failures_first()
    {
        var report = Report(Fleet, failed: 5);
        var text = ReportDocument.Text(report);
        TestContext.Out.WriteLine(
            $"{Encoding.UTF8.GetByteCount(text)} bytes instead of {Encoding.UTF8.GetByteCount(Json.Document(report))}");

        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThan(ReportDocument.WantedBytes));
        Assert.That(ReportSchema.Validate(text), Is.Empty);
        Assert.That(text.IndexOf("\"failures\"", StringComparison.Ordinal), Is.LessThan(500));
        Assert.That(text.IndexOf(report.Failures[^1].Fingerprint, StringComparison.Ordinal),
            Is.LessThan(text.IndexOf("\"hosts\"", StringComparison.Ordinal)));
    }

    [Test]
    public void What_is_cut_is_of_hosts_that_passed_first_and_says_so_and_never_what_failed()
    {
        var report = Report(Fleet, failed: 1);
        var written = Json.Read<Report>(ReportDocument.Text(report))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written.Failures, Has.Count.EqualTo(1));
            Assert.That(written.Failures[0].Excerpt, Is.EqualTo(report.Failures[0].Excerpt));
            Assert.That(written.Hosts[^1].Boot!.Timeline, Is.Empty);
            Assert.That(written.Hosts[^1].Shortened, Is.True);
            Assert.That(written.Hosts.Select(host => host.Status), Is.EqualTo(report.Hosts.Select(host => host.Status)));
            Assert.That(written.Hosts.Select(host => host.Comparison!.Summary),
                Is.EqualTo(report.Hosts.Select(host => host.Comparison!.Summary)));
            Assert.That(written.Hosts.Select(host => host.Boot!.Units!.Failed.Count),
                Is.EqualTo(report.Hosts.Select(host => host.Boot!.Units!.Failed.Count)));
        }
    }

    [Test]
    public void The_report_of_one_host_is_whole_and_so_is_that_of_a_few()
    {
        foreach (var hosts in new[] { Fleet[..1], Fleet[..2] })
        {
            var report = Report(hosts, failed: 1);
            var text = ReportDocument.Text(report);

            Assert.That(JToken.DeepEquals(JToken.Parse(text), JToken.Parse(Json.Document(report))), Is.True);
            Assert.That(text, Does.Not.Contain("shortened"));
        }
    }

    [Test]
    public void What_is_short_and_has_nothing_inside_stands_on_one_line()
    {
        var text = ReportLayout.Write(JObject.Parse("""{"a":{"b":1,"c":"\u001b x"},"d":[],"e":[{"f":[1,2]}],"g":{}}"""));

        Assert.That(text, Is.EqualTo("""
            {
              "a": { "b": 1, "c": "\u001b x" },
              "d": [],
              "e": [
                {
                  "f": [ 1, 2 ]
                }
              ],
              "g": {}
            }

            """.ReplaceLineEndings("\n")));
        Assert.That(ReportLayout.Write(JArray.Parse($"[\"{new string('x', 300)}\"]")), Is.EqualTo($"[\n  \"{new string('x', 300)}\"\n]\n"));
    }

    /// <summary>Hosts of usual length: sixty units in a boot, ten lines of excerpt, a comparison with some of everything.</summary>
    private static Report Report(IReadOnlyList<string> hosts, int failed)
    {
        var script = new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Then(new MachineInspected(Samples.Machine))
            .Hosts([.. hosts]).Passed(Phase.Evaluate, Phase.Boot, [.. hosts]);
        foreach (var (host, index) in hosts.Select((host, index) => (host, index)))
        {
            script.Then(new HostDescribed(host, HostKind.Server, Samples.System)).Then(new InstallObserved(host, Samples.Install with
            {
                Steps = [.. Enum.GetValues<InstallStep>().Select(step =>
                    new InstallStepReport(step, 300, "copying 412 MiB in 512 paths into the root file system"))],
            })).Then(new NixFinished(host, Samples.NixUsage)).Then(new PhaseStarted(Phase.Runtime, host))
                .Then(new BootObserved(host, Boot()));
            if (index < failed)
            {
                script.Then(new FailureFound(FailureMaker.Make(Samples.Finding with
                {
                    Host = host,
                    Subject = new Subject(SubjectKind.Unit, $"application-{index}.service"),
                    Excerpt = [.. Enumerable.Range(0, 10).Select(line =>
                        $"12:54:{line:d2} {host} application[812]: could not open /var/lib/application/state-{line:d11}: No such file")],
                    Hint = "Fix the command of ExecStart: systemctl cat application.service shows it; the log has the rest.",
                })));
            }

            var status = index < failed ? PhaseStatus.Failed : PhaseStatus.Passed;
            script.Then(new PhaseFinished(Phase.Runtime, host, status, Log: $"{host}/console.log"))
                .Then(new HostCompared(host, Compared(index < failed)));
            foreach (var file in new[] { "nix.log", "install.log", "console.log", "journal.jsonl", "units.json" })
            {
                script.Then(new ArtifactWritten(host, Path.GetFileNameWithoutExtension(file), $"{host}/{file}"));
            }
        }

        return script.Finished().Report;
    }

    private static BootReport Boot() => Samples.Boot with
    {
        Milestones = [.. Enumerable.Range(0, 6).Select(index => new Milestone($"stage {index}", 1000 * index))],
        Slowest = [.. Enumerable.Range(0, 10).Select(index => new UnitTiming($"systemd-unit-number-{index}.service", 400, 5))],
        Units = Samples.Boot.Units! with
        {
            Started = [.. Enumerable.Range(0, 40).Select(index => $"systemd-unit-number-{index}.service")],
        },
        Timeline = [.. Enumerable.Range(0, Limits.TimelineUnits).Select(index => new TimelineUnit
        {
            Unit = $"systemd-unit-number-{index}.service",
            StartMs = 5000 + index,
            ActiveMs = 5400 + index,
            State = index == 0 ? TimelineState.Failed : TimelineState.Active,
            Critical = index < 5,
        })],
    };

    private static HostComparison Compared(bool failed) => Samples.Comparison with
    {
        New = failed ? Samples.Comparison.New : [],
        Known = [],
        Repaired = [],
        UnitsAdded = [.. Enumerable.Range(0, 5).Select(index => $"new-unit-{index}.service")],
        Slower = [.. Enumerable.Range(0, 5).Select(index =>
            new UnitDelay($"unit-{index}.service", "start", 9000, 1000, 200))],
        Times = [.. new[]
            {
                "ready", "firmware", "loader", "kernel", "initrd", "userspace", "evaluate", "build", "install", "boot", "runtime",
            }.Select(what => new TimeChange(what, 2100, 1200, 5, null))],
        Closure = Samples.Comparison.Closure! with
        {
            Packages = [.. Enumerable.Range(0, 10).Select(index => new VersionChange($"package-{index}", "1.0.17", "1.0.18"))],
        },
        Sources = Samples.Comparison.Sources! with
        {
            Files = [.. Enumerable.Range(0, 5).Select(index =>
                new FileChange($"modules/services/application-{index}.nix", FileChangeKind.Changed))],
        },
    };
}
