using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

[Parallelizable(ParallelScope.Self)]
public sealed class HealthyHostTests
{
    private const string ImportsNothing = "{ boot.kernelParams = [ \"systemd.import_credentials=no\" ]; }";

    /// <summary>The reference guest's systemd is new: one of these claims to be old, and no import of credentials is on.</summary>
    private static readonly SharedRun deaf = new(60, "runtime", ["--accel=tcg", "--jobs=2"], () => new Workplace().WithLeanHosts(
        Repository.Guest,
        $$"""
            nixosConfigurations.old =
              let system = guest.lib.guestSystem { modules = [ {{ImportsNothing}} {{Modules.Lean}} ]; };
              in system // { config = system.config // { systemd = system.config.systemd // { package.version = "255.4"; }; }; };
        """,
        ("mute", ImportsNothing)));

    [OneTimeTearDown]
    public static void Remove() => deaf.Dispose();

    [Test]
    public async Task A_healthy_host_passes_every_phase_and_leaves_a_complete_report()
    {
        using var workplace = new Workplace().WithWholeHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=VmTest", "--accel=tcg", "--require-unit=systemd-journald.service",
            "--format=json");

        AssertSoonOnRecord(workplace);
        var report = result.Expect(0, "success", failedPhase: null);
        AssertProgress(ProgressLines.Read(result, workplace));
        var host = report["hosts"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host["phases"]!.Select(phase => phase.Value<string>("status")), Is.All.EqualTo("passed"));
            Assert.That(host["boot"]!.Value<string>("systemState"), Is.EqualTo("running"));
            Assert.That(host["boot"]!.Value<string>("accelerator"), Is.EqualTo("tcg"));
            Assert.That(host["boot"]!["units"]!.Value<int>("active"), Is.GreaterThan(10));
            Assert.That(host["boot"]!["units"]!["started"]!.Values<string>(), Does.Contain("multi-user.target"));
            Assert.That(host["boot"]!["timeline"]!.Last(unit => unit.Value<bool>("critical")).Value<string>("unit"),
                Is.EqualTo(host["boot"]!.Value<string>("defaultTarget")));
            Assert.That(host["boot"]!["timeline"]!.Count(unit => unit.Value<bool>("critical")), Is.GreaterThan(2));
            Assert.That(host["boot"]!["adjustments"]!.Values<string>(), Has.Some.Contain("-cx16"));
            Assert.That(report["run"]!["machine"]!.Value<string>("accelerator"), Is.EqualTo("tcg"));
            foreach (var file in host["artifacts"]!.Children<JProperty>())
            {
                Assert.That(Path.Combine(workplace.LatestRun, file.Value.Value<string>()!), Does.Exist, file.Name);
            }

            Assert.That(File.ReadAllLines(Path.Combine(workplace.LatestRun, "healthy", "journal.jsonl")), Has.Length.GreaterThan(100));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.md")), Does.Contain("# VM test: success"));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.html")),
                Does.Contain("multi-user.target").And.EndsWith("</html>\n"));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "healthy", "boot.svg")), Does.StartWith("<svg"));
        }
    }

    [Test]
    public async Task A_systemd_that_takes_no_units_from_outside_has_the_probe_built_in()
    {
        var host = await deaf.HostAsync("old");
        Assert.That(host.Value<string>("status"), Is.EqualTo("success"));
        Assert.That(
            (await deaf.ReportAsync())["warnings"]!.Where(warning => warning.Value<string>("host") is not "mute"), Is.Empty);
        Assert.That(host["boot"]!["units"]!["started"]!.Values<string>(), Does.Contain("vmtest-probe.service").And.Not.Contain("vmtest-watch.service"));
    }

    [Test]
    public async Task The_silence_of_a_probe_that_was_handed_over_is_no_success()
    {
        var failure = (await deaf.FailuresAsync("mute")).Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("tool.probe-lost"));
        Assert.That(failure.Value<string>("hint"), Does.Contain("systemd.import_credentials"));
    }

    /// <summary>Programs are given every phase as it begins and ends, and the verdict last.</summary>
    private static void AssertProgress(IReadOnlyList<JObject> lines)
    {
        string[] phases = ["preflight", "evaluate", "evaluate", "build", "install", "boot", "runtime"];
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in new[] { "phase-started", "phase-finished" })
            {
                Assert.That(lines.Where(line => line.Value<string>("event") == name).Select(line => line.Value<string>("phase")),
                    Is.EqualTo(phases), name);
            }

            Assert.That(lines[^1].Value<string>("event"), Is.EqualTo("verdict"));
            Assert.That(lines[^1].Value<string>("status"), Is.EqualTo("success"));
            Assert.That(lines[^1]["hosts"]!.Single().Value<string>("name"), Is.EqualTo("healthy"));
        }
    }

    /// <summary>
    /// How fast this machine is shows in the time that the full list takes: tests/bench measures seconds. Before, the verdict
    /// waited for that list.
    /// </summary>
    private static void AssertSoonOnRecord(Workplace workplace)
    {
        var events = File.ReadLines(Path.Combine(workplace.LatestRun, "events.jsonl")).Select(JObject.Parse).ToList();
        var verdict = events.FindIndex(
            entry => entry.Value<string>("event") == "phase-finished" && entry.Value<string>("phase") == "runtime");
        var all = events.FindLastIndex(entry => entry.Value<string>("event") == "boot-observed");

        Assert.That(all, Is.GreaterThan(verdict), "the verdict is on record before the list of all units");
    }
}
