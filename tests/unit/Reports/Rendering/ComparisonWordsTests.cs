using VmTest.Model;
using VmTest.Reports.Rendering;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class ComparisonWordsTests
{
    private static readonly HostReport Worse = new()
    {
        Name = "web",
        Status = RunStatus.Failure,
        Comparison = Samples.Comparison,
        Boot = Samples.Boot,
    };

    private static readonly HostReport Equal = new()
    {
        Name = "db",
        Status = RunStatus.Success,
        Comparison = new HostComparison { Summary = "Nothing is worse than in run x.", Against = "20261122-074512-3f9a" },
    };

    private static readonly HostReport Reused = new()
    {
        Name = "mail",
        Status = RunStatus.Success,
        ReusedFrom = new ReusedRun("20261122-074512-3f9a", Samples.Time),
    };

    [Test]
    public void The_first_lines_answer_whether_anything_is_worse()
    {
        Assert.That(ComparisonWords.Headline(Of(Worse)), Is.EqualTo(Samples.Comparison.Summary));
        Assert.That(ComparisonWords.Headline(Of(Equal, Worse)), Is.EqualTo("Worse than before: web."));
        Assert.That(ComparisonWords.Headline(Of(Equal, Reused)),
            Is.EqualTo("Nothing is worse than before. 1 of 2 hosts were proved by earlier runs and not tested again."));
        Assert.That(ComparisonWords.Headline(SampleReports.Success), Is.Null);
        var lines = MarkdownRendering.Render(Of(Equal, Worse)).Split('\n');
        Assert.That(lines.Take(6), Does.Contain("Worse than before: web."));
    }

    [Test]
    public void Of_several_hosts_a_table_shows_what_is_new_and_the_boot_against_its_median()
    {
        var page = MarkdownRendering.Render(Of(Equal, Worse, Reused));

        Assert.That(page, Does.Contain("| host | verdict | new | known | repaired | boot | against its median | tested |"));
        Assert.That(page, Does.Contain("| web | failure | 1 | 1 | 1 | 12.0 s | ██████████ 12.0 s | now |"));
        Assert.That(page, Does.Contain("| mail | success | – | – | – | – | – | by run 20261122-074512-3f9a |"));
        Assert.That(FleetTable.IsOf(Of(Worse)), Is.False);
    }

    [TestCase(12_000, 12_000, 6)]
    [TestCase(1, 12_000, 1)]
    [TestCase(24_000, 12_000, 12)]
    [TestCase(1_000_000, 12_000, 18)]
    [TestCase(5, 0, 18)]
    public void The_bar_of_a_boot_is_as_long_as_it_took(long time, long median, int blocks) =>
        Assert.That(FleetTable.Bar(new TimeChange("ready", time, median, 3)), Has.Length.EqualTo(blocks));

    [Test]
    public void Everything_that_changed_is_in_the_words()
    {
        var words = string.Join('\n', ComparisonWords.Facts(Samples.Comparison).Select(fact => $"{fact.Name}: {fact.Text}"));

        Assert.That(words, Is.EqualTo("""
            new: nginx.service (from hosts/web.nix)
            known: db.service (since run 20261121-074512-3f9a)
            repaired: x.service
            files: hosts/web.nix and 2 more
            not tracked by Git: hosts/new.nix
            inputs: nixpkgs aaa (2026-11-14) → bbb (2026-11-22)
            versions: kernel 6.11 → 6.12
            closure: 2.0 GiB instead of 1.0 GiB: nginx 1.0 → 1.1 and 3 more
            slower: web.service takes 9.0 s instead of 1.0 s
            units that came: new.service
            units that went: old.service
            times: ready 21.0 s, median of 5: 12.0 s
            """));
    }

    [Test]
    public void A_failure_that_comes_again_says_so_beside_itself()
    {
        var page = MarkdownRendering.Render(SampleReports.Everything);
        Assert.That(page, Does.Contain("This is the third run in a row with this failure, since run 20261122-074512-3f9a; no edit since "
            + "then reached host web: it evaluates to the same system (changed anyway: hosts/web.nix; hosts/new.nix is not tracked by "
            + "Git, so Nix does not see it: git add it)."));
    }

    private static Report Of(params HostReport[] hosts) => SampleReports.Success with { Hosts = hosts };
}
