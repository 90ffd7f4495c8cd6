using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class UnitGlobTests
{
    [TestCase("smartd.service", "smartd.service", true)]
    [TestCase("smartd.service", "smartd-other.service", false)]
    [TestCase("acme-*.service", "acme-example.org.service", true)]
    [TestCase("acme-*.service", "acme-example.org.timer", false)]
    [TestCase("zfs-import-*.*", "zfs-import-tank.service", true)]
    [TestCase("wg-quick-wg?.service", "wg-quick-wg0.service", true)]
    [TestCase("wg-quick-wg?.service", "wg-quick-wg.service", false)]
    [TestCase(@"dev-disk-by\x2duuid-*.device", @"dev-disk-by\x2duuid-1234.device", true)]
    [TestCase("Acme-*.service", "acme-x.service", false)]
    public void A_pattern_matches_whole_names(string pattern, string unit, bool matches) =>
        Assert.That(UnitGlob.Matches(pattern, unit), Is.EqualTo(matches));

    [TestCase("acme-*.service", true)]
    [TestCase("acme-*.*", true)]
    [TestCase("getty@tty1.service", true)]
    [TestCase("*@wg0.service", true)]
    [TestCase("*", false)]
    [TestCase("*.service", false)]
    [TestCase("?*.service", false)]
    [TestCase("smartd", false)]
    [TestCase("a b.service", false)]
    [TestCase("", false)]
    public void A_pattern_names_a_kind_of_unit_and_never_all_units(string pattern, bool fits) =>
        Assert.That(UnitGlob.IsPattern(pattern), Is.EqualTo(fits));
}
