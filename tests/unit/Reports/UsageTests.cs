using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Reports.Rendering;

namespace VmTest.UnitTests.Reports;

/// <summary>Where time and bytes of a run went; the script writes an event every second.</summary>
public sealed class UsageTests
{
    [Test]
    public void A_phase_has_what_is_left_of_it_without_what_Nix_fetched_and_copied_in_it()
    {
        var report = new EventScript().Hosts("web")
            .Then(new PhaseStarted(Phase.Evaluate, "web")).Then(new NixFinished("web", Samples.NixUsage))
            .Then(new PhaseFinished(Phase.Evaluate, "web", PhaseStatus.Passed))
            .Then(new PhaseStarted(Phase.Build, "web")).Then(new NixFinished("web", Samples.NixUsage))
            .Then(new NixFinished("web", Samples.NixUsage)).Then(new PhaseFinished(Phase.Build, "web", PhaseStatus.Passed))
            .Passed(Phase.Install, Phase.Runtime, "web").Finished().Report;

        Assert.That(report.Hosts.Single().Usage, Is.EqualTo(new Usage
        {
            EvaluateMs = 2000 - 300 - 200 - 100,
            BuildMs = 300 + 3000 - 400 - 200,
            FetchMs = 600,
            CopyMs = 300,
            InstallMs = 1000,
            BootMs = 1000,
            LookMs = 1000,
            Builds = 6,
            Downloads = 9,
            DownloadedBytes = 15 << 20,
            Copies = 3,
            CopiedBytes = 60 << 20,
        }));
    }

    [Test]
    public void The_run_has_all_hosts_added_up_what_was_done_for_all_and_its_own_end()
    {
        var report = new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Phase(Phase.Evaluate, PhaseStatus.Passed)
            .Hosts("web", "db").Passed(Phase.Evaluate, Phase.Runtime, "web", "db")
            .Then(new CleanupFinished(new CleanupReceipt { Bytes = 7 }, 9)).Then(new RunFinished()).Report;

        Assert.That(report.Usage, Is.EqualTo(new Usage
        {
            PreflightMs = 1000,
            EvaluateMs = 3000,
            BuildMs = 2000,
            InstallMs = 2000,
            BootMs = 2000,
            LookMs = 2000,
            FinishMs = 2000,
            GivenBackBytes = 7,
            KeptBytes = 9,
        }));
        Assert.That(report.Cleanup!.Bytes, Is.Null, "it stands in one place");
        Assert.That(report.Hosts.Sum(host => host.Usage!.EvaluateMs), Is.EqualTo(2000));
    }

    [Test]
    public void What_was_not_measured_is_left_out()
    {
        var report = new EventScript().Hosts("web").Finished(killed: true).Report;

        Assert.That((report.Usage, report.Hosts.Single().Usage), Is.EqualTo(((Usage?)null, (Usage?)null)));
        Assert.That(UsageTable.Rows(report), Is.Empty);
    }

    [Test]
    public void A_host_that_was_killed_in_a_phase_has_what_it_spent_before()
    {
        var report = new EventScript().Hosts("web").Passed(Phase.Evaluate, Phase.Evaluate, "web")
            .Then(new PhaseStarted(Phase.Build, "web")).Finished(killed: true).Report;

        Assert.That(report.Hosts.Single().Usage, Is.EqualTo(new Usage { EvaluateMs = 1000 }));
    }

    [Test]
    public void It_is_a_small_table_for_people_with_a_row_for_each_host()
    {
        var rows = UsageTable.Rows(SampleReports.Success);

        Assert.That(rows.Select(row => row[0]), Is.EqualTo(new[] { "web", "db", "added up" }));
        Assert.That(rows.Select(row => row.Count), Is.All.EqualTo(UsageTable.Columns.Count));
        Assert.That(rows[0], Is.EqualTo(new[]
        {
            "web", "–", "1.0 s", "0.2 s", "0.1 s", "1.7 s", "1.0 s", "1.0 s", "1.0 s", "5.0 MiB in 3 files", "20.0 MiB in 1 path",
        }));
        Assert.That(UsageTable.Rest(new Usage { FinishMs = 400, GivenBackBytes = 3L << 30, KeptBytes = 5 << 20 }),
            Is.EqualTo(
                "Comparing, keeping records and cleaning up took 0.4 s; 3.0 GiB of disk were given back; 5.0 MiB of logs are kept."));
    }
}
