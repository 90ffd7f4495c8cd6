using VmTest.Memory;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.UnitTests.Memory;

public sealed class ComparisonTests
{
    private const string Fingerprint = "00000000000000aa";

    [Test]
    public void What_is_as_it_was_is_no_news()
    {
        var comparison = Compare(Records.Green(3), Records.Green(2), Records.Green(1));

        Assert.That(comparison.Worse, Is.False);
        Assert.That(comparison.Summary, Is.EqualTo($"Nothing is worse than in run {Records.Run(2)} (2026-11-01 08:02 UTC)."));
        Assert.That((comparison.New.Count, comparison.Known.Count, comparison.Repaired.Count), Is.EqualTo((0, 0, 0)));
        Assert.That((comparison.UnitsAdded, comparison.UnitsGone, comparison.Slower, comparison.Versions, comparison.Sources),
            Is.EqualTo(((object?)null, (object?)null, (object?)null, (object?)null, (object?)null)));
    }

    [Test]
    public void Without_an_earlier_green_run_it_says_so()
    {
        Assert.That(Compare(Records.Green(1)).Summary, Is.EqualTo("There is no earlier green run to compare with."));
        Assert.That(Compare(Records.Red(1)).Summary, Is.EqualTo("New: nginx.service, there is no earlier green run to compare with."));
        Assert.That(Compare(Records.Red(1)).Against, Is.Null);
    }

    [Test]
    public void A_new_failure_has_its_suspects_among_what_changed_and_those_come_first()
    {
        var now = Records.Red(3).WithFiles(("flake.nix", "1"), ("web.nix", "2"), ("a.nix", "1"));
        var comparison = Comparison.Compare(now, Records.Green(2), [Records.Green(2)], [], _ => ["web.nix", "flake.nix"]);

        Assert.That(comparison.New.Single().Suspects, Is.EqualTo(new[] { "web.nix" }));
        Assert.That(comparison.Sources!.Files, Is.EqualTo(new[]
        {
            new FileChange("web.nix", FileChangeKind.Changed), new FileChange("a.nix", FileChangeKind.Added),
        }));
        Assert.That(comparison.Worse, Is.True);
        Assert.That(comparison.Summary, Is.EqualTo("New: nginx.service (changed since, and it comes from there: web.nix), compared with "
            + $"run {Records.Run(2)} (2026-11-01 08:02 UTC)."));
    }

    [Test]
    public void An_input_that_changed_is_a_suspect_where_the_failure_comes_from_it()
    {
        var sources = Records.Red(3).Sources! with { Inputs = [new SourceInput("nixpkgs", "bbb", Records.Start)] };
        var now = Records.Red(3) with { Sources = sources };
        var comparison = Comparison.Compare(now, Records.Green(2), [], [], _ => ["nixpkgs: nixos/modules/nginx.nix"]);

        Assert.That(comparison.New.Single().Suspects, Is.EqualTo(new[] { "nixpkgs: nixos/modules/nginx.nix" }));
        Assert.That(comparison.Sources!.Inputs,
            Is.EqualTo(new[] { new InputChange("nixpkgs", "aaa", Records.Start, "bbb", Records.Start) }));
        Assert.That(comparison.Versions, Is.EqualTo(new[] { new VersionChange("nixpkgs", "aaa", "bbb") }));
    }

    [Test]
    public void Without_a_suspect_all_that_changed_is_named()
    {
        var now = Records.Red(3).WithFiles(("flake.nix", "2"), ("web.nix", "1"));
        Assert.That(Compare(now, Records.Green(2)).Summary, Does.StartWith("New: nginx.service (changed since: flake.nix), compared"));
    }

    [Test]
    public void What_failed_before_too_is_known_since_the_first_run_of_the_row()
    {
        var comparison = Compare(Records.Red(5), Records.Red(4), Records.Red(3), Records.Green(2), Records.Red(1));

        var known = comparison.Known.Single();
        Assert.That((known.Subject, known.Since, known.SinceAt),
            Is.EqualTo(("nginx.service", Records.Run(3), Records.Start.AddMinutes(3))));
        Assert.That((comparison.New.Count, comparison.Worse, comparison.Against), Is.EqualTo((0, false, Records.Run(2))));
        Assert.That(comparison.Summary, Is.EqualTo($"Known: nginx.service, failing since run {Records.Run(3)} (2026-11-01 08:03 UTC), "
            + $"compared with run {Records.Run(2)} (2026-11-01 08:02 UTC)."));
    }

    [Test]
    public void One_failure_instead_of_another_is_new_and_the_other_repaired()
    {
        var comparison = Compare(Records.Red(5, "00000000000000bb", "sshd.service"), Records.Red(4), Records.Green(2));

        Assert.That(comparison.New.Select(failure => failure.Subject), Is.EqualTo(new[] { "sshd.service" }));
        Assert.That(comparison.Repaired.Select(failure => failure.Subject), Is.EqualTo(new[] { "nginx.service" }));
        Assert.That(comparison.Summary, Does.StartWith("New: sshd.service; repaired: nginx.service, compared with"));
    }

    [Test]
    public void A_failure_is_repaired_only_where_this_run_came_as_far()
    {
        var broken = Records.Red(5) with
        {
            Failures = [new RecordedFailure("00000000000000cc", FailureCodes.Syntax, Phase.Evaluate)],
            Phases = [new RecordedPhase(Phase.Evaluate, PhaseStatus.Failed, 5), new RecordedPhase(Phase.Runtime, PhaseStatus.Skipped)],
        };
        Assert.That(Compare(broken, Records.Red(4), Records.Green(2)).Repaired, Is.Empty);
        Assert.That(Compare(Records.Green(6), Records.Red(4), Records.Green(2)).Repaired, Has.Count.EqualTo(1));
    }

    [Test]
    public void Units_come_and_go_only_where_all_earlier_runs_agree()
    {
        var web = new RecordedUnit("web.service", "active", 1000, 10);
        var once = new RecordedUnit("once.service", "inactive");
        var now = Records.Green(5) with { Units = [web, .. Records.Green(5).Units.Skip(1)] };
        HostRecord[] earlier = [Records.Green(4) with { Units = [once, .. Records.Green(4).Units] }, Records.Green(3)];

        var comparison = Compare(now, earlier);

        Assert.That(comparison.UnitsAdded, Is.EqualTo(new[] { "web.service" }));
        Assert.That(comparison.UnitsGone, Is.EqualTo(new[] { "nginx.service" }));
        Assert.That(comparison.Summary, Does.Contain("Gone: nginx.service"));
    }

    [Test]
    public void A_unit_that_takes_longer_than_usual_comes_before_those_that_only_wait_for_it()
    {
        var now = Records.Green(5) with
        {
            Units = [new RecordedUnit("nginx.service", "active", 12_000, 100), new RecordedUnit("sshd.service", "active", 3000, 9000)],
            Boot = new RecordedBoot { ReadyAfterMs = 19_000 },
        };
        var comparison = Compare(now, Records.Green(4), Records.Green(3), Records.Green(2));

        Assert.That(comparison.Slower, Is.EqualTo(new[]
        {
            new UnitDelay("sshd.service", "duration", 9000, 50, 200), new UnitDelay("nginx.service", "start", 12_000, 4000, 400),
        }));
        Assert.That(comparison.Times!.Single(time => time.What == "ready"), Is.EqualTo(new TimeChange("ready", 19_000, 10_000, 3, true)));
        Assert.That(comparison.Worse, Is.True);
        Assert.That(comparison.Summary, Does.StartWith(
            "Slower: sshd.service takes 9.0 s instead of 0.1 s, and 1 more; ready after 19.0 s instead of 10.0 s, compared with run"));
    }

    [Test]
    public void Times_are_compared_only_under_equal_conditions()
    {
        var now = Records.Green(5) with { Conditions = "kvm", Boot = new RecordedBoot { ReadyAfterMs = 90_000 } };
        Assert.That(Compare(now, Records.Green(4), Records.Green(3)).Times, Is.Null);
    }

    [Test]
    public void A_slower_build_is_said_and_is_not_worse()
    {
        var now = Records.Green(5) with { Phases = [new RecordedPhase(Phase.Build, PhaseStatus.Passed, 600_000)] };
        var comparison = Compare(now, Records.Green(4), Records.Green(3), Records.Green(2));

        Assert.That(comparison.Times!.Single(time => time.What == "build").Slower, Is.True);
        Assert.That(comparison.Worse, Is.False);
    }

    [Test]
    public void A_package_whose_version_changed_is_named_with_both()
    {
        var now = Records.Green(5) with
        {
            Closure = new Dictionary<string, long>
            {
                [Records.Path("nginx-1.26")] = 150,
                [Records.Path("glibc-2.39-52")] = 900,
                [Records.Path("glibc-2.39-52-bin")] = 10,
                [Records.Path("curl-8.0")] = 5,
                [Records.Path("unit-x.service")] = 1,
            },
        };
        var closure = Compare(now, Records.Green(4)).Closure!;

        Assert.That((closure.Bytes, closure.BytesBefore), Is.EqualTo((1066L, 1000L)));
        Assert.That(closure.Packages,
            Is.EqualTo(new[] { new VersionChange("nginx", "1.24", "1.26"), new VersionChange("curl", null, "8.0") }));
    }

    [Test]
    public void Versions_of_kernel_systemd_and_NixOS_are_named_where_they_changed()
    {
        var now = Records.Green(5) with { System = new SystemFacts { Kernel = "6.13", Systemd = "257", NixosVersion = "27.05" } };

        Assert.That(Compare(now, Records.Green(4)).Versions,
            Is.EqualTo(new[] { new VersionChange("kernel", "6.12", "6.13"), new VersionChange("NixOS", "26.11", "27.05") }));
    }

    [Test]
    public void Ten_hosts_with_all_that_can_change_are_less_than_64_KB_and_failures_come_first()
    {
        var many = Enumerable.Range(0, 500).Select(index => $"{index:d4}-a-long-name-for-a-unit-or-a-file").ToList();
        var now = Records.Red(5) with
        {
            Units = [.. many.Select(name => new RecordedUnit($"{name}.service", "active", 90_000, 90_000))],
            Closure = many.ToDictionary(name => Records.Path($"{name}-2.0"), _ => 1L),
            Failures = [new RecordedFailure(Fingerprint, FailureCodes.UnitFailed, Phase.Runtime, "nginx.service")],
            Sources = Records.Sources([.. many.Select(name => (name, "2"))]),
        };
        var before = now with
        {
            Units = [.. now.Units.Select(unit => unit with { StartMs = 1, TookMs = 1 })],
            Closure = many.ToDictionary(name => Records.Path($"{name}-1.0"), _ => 1L),
            Sources = Records.Sources([.. many.Select(name => (name, "1"))]),
            Verdict = RunStatus.Success,
            Failures = [],
        };

        var json = Json.Document(Comparison.Compare(now, before, [before], [before, before, before], _ => [many[7]]));

        Assert.That(json, Has.Length.LessThan(6400));
        Assert.That(json.IndexOf("\"new\"", StringComparison.Ordinal), Is.LessThan(500));
    }

    /// <param name="now">The newest record.</param>
    /// <param name="earlier">The others, newest first.</param>
    private static HostComparison Compare(HostRecord now, params HostRecord[] earlier)
    {
        var comparison = Comparison.Compare(now, earlier.FirstOrDefault(record => record.IsGreen), earlier,
            [.. earlier.Where(record => record.IsGreen && record.Conditions == now.Conditions)], _ => []);
        ReportFiles.ExpectValid(comparison);
        return comparison;
    }
}
