using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class RunNamesTests
{
    [TestCase("web")]
    [TestCase("web-1_A")]
    public void A_harmless_name_is_its_own_folder(string host) => Assert.That(RunNames.FolderOf(host), Is.EqualTo(host));

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("../x")]
    [TestCase("/etc/passwd")]
    [TestCase("a b")]
    [TestCase("hôte")]
    [TestCase("漢字")]
    [TestCase("latest\n")]
    public void Any_other_name_becomes_one_that_cannot_leave_its_place(string host) =>
        Assert.That(RunNames.FolderOf(host), Does.Match("^[A-Za-z0-9_-]+-[0-9a-f]{8}$|^-[0-9a-f]{8}$"));

    [Test]
    public void A_folders_name_has_safe_characters_only_and_bounded_length() => Properties.ForAll(Properties.Texts, host =>
        Assert.That(RunNames.FolderOf(host), Does.Match(@"\A[A-Za-z0-9_-]{1,49}\z")));

    [Test]
    public void A_very_long_name_is_cut() => Assert.That(RunNames.FolderOf(new string('x', 10_000)), Has.Length.LessThan(50));

    [Test]
    public void Distinct_hosts_have_distinct_folders()
    {
        var seen = new Dictionary<string, string>();
        Properties.ForAll(Properties.Texts, host =>
        {
            // Halves of a character have no bytes of their own.
            if (host.All(letter => !char.IsSurrogate(letter)) && !seen.TryAdd(RunNames.FolderOf(host), host))
            {
                Assert.That(seen[RunNames.FolderOf(host)], Is.EqualTo(host));
            }
        });

        Assert.That(RunNames.FolderOf("a/b"), Is.Not.EqualTo(RunNames.FolderOf("a.b")));
        Assert.That(RunNames.FolderOf(new string('x', 50)), Is.Not.EqualTo(RunNames.FolderOf(new string('x', 51))));
    }

    [Test]
    public void An_ID_is_the_time_in_UTC_and_a_mark_that_differs()
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 45, 12, TimeSpan.FromHours(2));

        Assert.That(RunNames.NewId(now), Does.Match("^20261123-074512-[0-9a-f]{8}$").And.Length.EqualTo(RunNames.IdLength));
        Assert.That(Enumerable.Range(0, 1000).Select(_ => RunNames.NewId(now)), Is.Unique);
        Assert.That(new[] { RunNames.NewId(now), "20261123-074512-3f9a" }, Is.All.Matches<string>(RunNames.IsId));
        Assert.That(new[] { "20261123-074512-3f9", "20261123-074512-3f9a5" }, Is.All.Not.Matches<string>(RunNames.IsId));
    }
}
