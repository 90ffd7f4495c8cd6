using VmTest.Guest.Probe;

namespace VmTest.UnitTests.Guest.Probe;

public sealed class TargetFilesTests
{
    [TestCase("/etc/systemd/system/multi-user.target.wants/a.service", "a.service")]
    [TestCase("/run/systemd/generator/multi-user.target.requires/-.mount", "-.mount")]
    [TestCase(@"/etc/systemd/system/multi-user.target.wants/x\x2dy.mount", @"x\x2dy.mount")]
    [TestCase("/usr/lib/systemd/system/multi-user.target:Requires=basic.target", "basic.target")]
    [TestCase("/etc/systemd/system/multi-user.target.d/overrides.conf:Wants=b.service c.timer", "b.service", "c.timer")]
    [TestCase("/etc/systemd/system/multi-user.target.wants/*")]
    [TestCase("/etc/systemd/system/multi-user.target:After=d.service")]
    [TestCase("multi-user.target.wants/a.service")]
    public void Links_and_settings_name_what_a_target_pulls_in(string line, params string[] names)
    {
        var targets = TargetFiles.Parse($"/x/other.target.wants/o.service\n{line}\n");

        Assert.That(targets.GetValueOrDefault("multi-user.target") ?? new HashSet<string>(), Is.EquivalentTo(names));
        Assert.That(targets["other.target"], Is.EquivalentTo(new[] { "o.service" }));
    }
}
