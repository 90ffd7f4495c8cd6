using VmTest.Guest;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class SharedCausesTests
{
    [TestCase("Unable to locate executable 'mount': No such file or directory", "mount", "mount is missing")]
    [TestCase("Failed at step EXEC spawning /nix/store/abc-util-linux/bin/mount: No such file or directory", "mount", "mount is missing")]
    [TestCase("start: line 3: jq: command not found", "jq", "jq is missing")]
    [TestCase("mount: /srv: unknown filesystem type 'nfs'.", "nfs", "does not know the file system nfs")]
    [TestCase("curl: (6) Could not resolve host: db.lan", "db.lan", "db.lan cannot be reached")]
    [TestCase("cat: /run/secrets/key: No such file or directory", "/run/secrets/key", "the secret /run/secrets/key is not there")]
    public void Units_that_fail_of_one_thing_are_one_group_with_their_cause_first(string line, string name, string words)
    {
        var findings = RuntimeVerdict.Judge(Failing(line, 4).Boot, []);

        Assert.Multiple(() =>
        {
            Assert.That(findings, Has.Count.EqualTo(5));
            Assert.That(findings[0].Subject?.Name, Is.EqualTo(name));
            Assert.That(findings[0].Message, Does.StartWith("4 units of web failed for one cause: ").And.Contain(words)
                .And.Contain("unit0.service"));
            Assert.That(findings.Skip(1).Select(finding => finding.CausedBy), Has.All.SameAs(findings[0]));
            Assert.That(findings.Skip(1).Select(finding => finding.Subject?.Kind), Has.All.EqualTo(SubjectKind.Unit));
        });
    }

    [TestCase(19, "203", true)]
    [TestCase(4, "203", false)]
    [TestCase(19, "1", false)]
    public void Many_units_that_systemd_could_not_start_are_one_group_whatever_their_programs_are(int count, string status, bool group)
    {
        var evidence = new Evidence().Units([.. Enumerable.Range(0, count).Select(number =>
            new[] { $"Id=unit{number}.service", "ActiveState=failed", "Result=exit-code", "ExecMainCode=1", $"ExecMainStatus={status}" })]);
        for (var number = 0; number < count; number++)
        {
            evidence.Journal.AddEntry($$"""{"_PID":"1","UNIT":"unit{{number}}.service","MESSAGE":"unit{{number}}.service: Failed at step EXEC spawning /nix/store/abc/bin/tool{{number}}: Permission denied"}""");
        }

        var findings = RuntimeVerdict.Judge(evidence.Boot, []);

        Assert.That(findings, Has.Count.EqualTo(group ? count + 1 : count));
        Assert.That(findings.Skip(1).Select(finding => finding.CausedBy), group ? Has.All.SameAs(findings[0]) : Has.All.Null);
        Assert.That(findings[0].Message, group
            ? Does.StartWith("19 units of web failed for one cause: systemd could not start their programs: status 203/EXEC")
            : Does.Contain("unit0.service"));
        Assert.That(findings[0].Excerpt, Has.Some.Contains("tool0"));
    }

    [Test]
    public void Two_units_are_no_group()
    {
        var findings = RuntimeVerdict.Judge(Failing("start: line 3: jq: command not found", 2).Boot, []);

        Assert.That(findings, Has.Count.EqualTo(2));
        Assert.That(findings.Select(finding => finding.CausedBy), Has.All.Null);
    }

    [Test]
    public void At_the_limit_of_a_boot_they_are_one_group_too_and_the_end_is_its_consequence()
    {
        var evidence = Failing("Unable to locate executable 'mount': No such file or directory", 19)
            .Says("jobs", """[{"unit":"slow.service","type":"start","state":"running"}]""");

        var findings = BootVerdict.Explain(
            new BootEnd(BootEndKind.Timeout, string.Empty, TimeSpan.FromSeconds(60)), evidence.Boot, TimeSpan.FromSeconds(60));

        Assert.Multiple(() =>
        {
            Assert.That(findings, Has.Count.EqualTo(21));
            Assert.That(findings[0].Message, Does.StartWith("19 units of web failed for one cause: mount is missing (unit0.service, "));
            Assert.That(findings[1].Code, Is.EqualTo(FailureCodes.BootTimeout));
            Assert.That(findings[1].Message, Does.StartWith("web was not ready after 60 s: 19 units of web failed for one cause: mount is "
                + "missing (").And.EndsWith("it was still waiting: the start job of slow.service has been running."));
            Assert.That(findings[1].Message, Does.Not.Contain("unit7.service failed"));
            Assert.That(findings.Skip(1).Select(finding => finding.CausedBy), Has.All.SameAs(findings[0]));
        });
    }

    private static Evidence Failing(string line, int count)
    {
        var names = Enumerable.Range(0, count).Select(number => $"unit{number}.service").ToList();
        var evidence = new Evidence().Units([.. names.Select(name =>
            new[] { $"Id={name}", "ActiveState=failed", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=1" })]);
        foreach (var name in names)
        {
            evidence.Journal.AddEntry($$"""{"_SYSTEMD_UNIT":"{{name}}","SYSLOG_IDENTIFIER":"start","MESSAGE":"{{line}}"}""");
        }

        return evidence;
    }
}
