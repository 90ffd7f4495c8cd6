using VmTest.Diagnosis.Vm;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.UnitTests.Guest.Verdicts;

/// <summary>What a whole guest tells, and whose fault it is.</summary>
public sealed class VmBlameTests
{
    private const string NoName = "curl: (6) Could not resolve host: example.org";

    [TestCase(true, FailureOrigin.Vm)]
    [TestCase(false, FailureOrigin.Configuration)]
    public void A_missing_network_is_the_vms_only_where_it_is_cut_off(bool isolated, FailureOrigin origin)
    {
        var boot = Said(new Evidence(), "fetch.service", NoName).Units(Failed("fetch.service")).Boot;

        Assert.That(RuntimeVerdict.Judge(boot, [], isolated).Single().Origin, Is.EqualTo(origin));
    }

    [Test]
    public void What_depends_on_such_a_unit_goes_away_with_it_and_anything_else_does_not()
    {
        var evidence = Said(new Evidence(), "fetch.service", NoName)
            .JobFailed("reader.service", "dependency").JobFailed("stranger.service", "dependency");
        var boot = evidence.Units(
            Failed("fetch.service"), ["Id=reader.service", "ActiveState=inactive", "Requires=fetch.service"],
            ["Id=stranger.service", "ActiveState=inactive", "Requires=other.service"]).Boot;

        var findings = RuntimeVerdict.Judge(boot, [], isolated: true).ToDictionary(finding => finding.Subject!.Name);

        Assert.That(findings["reader.service"].Origin, Is.EqualTo(FailureOrigin.Vm));
        Assert.That(findings["stranger.service"].Origin, Is.EqualTo(FailureOrigin.Configuration));
    }

    [Test]
    public void A_mount_whose_disk_only_the_real_machine_has_names_the_disk()
    {
        const string device = @"dev-disk-by\x2duuid-1234.device";
        var evidence = new Evidence().JobFailed(device.Replace(@"\", @"\\"), "timeout").JobFailed("srv-data.mount", "dependency");
        evidence.Journal.AddEntry(
            """{"_PID":"1","UNIT":"dev-disk-by\\x2duuid-1234.device","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Timed out waiting for device /dev/disk/by-uuid/1234."}""");
        var boot = evidence.Units(["Id=srv-data.mount", "ActiveState=inactive", $"Requires={device}"]).Boot;

        var finding = RuntimeVerdict.Judge(boot, [], isolated: true).Single();

        Assert.That(finding.Origin, Is.EqualTo(FailureOrigin.Vm));
        Assert.That(finding.Message, Does.Contain("it has no disk /dev/disk/by-uuid/1234"));
    }

    [Test]
    public void A_secret_that_the_second_stage_cannot_open_is_known_by_what_it_said_before()
    {
        var evidence = new Evidence();
        evidence.Journal.AddEntry(
            """{"_TRANSPORT":"kernel","SYSLOG_IDENTIFIER":"stage-2-init","MESSAGE":"age: error: no identity matched any of the recipients"}""");
        evidence.Console.Feed("Activation script snippet 'agenixInstall' failed (1)\n"u8);
        var boot = evidence.Units(["Id=sshd.service", "ActiveState=active"]).Boot;

        var finding = RuntimeVerdict.Judge(boot, []).Single();

        Assert.That(finding.Origin, Is.EqualTo(FailureOrigin.Vm));
        Assert.That(finding.Excerpt, Has.Count.EqualTo(2));
    }

    [Test]
    public void Units_that_lack_one_secret_have_one_cause_that_is_the_vms_too()
    {
        var evidence = new Evidence();
        string[] names = ["a.service", "b.service", "c.service"];
        foreach (var name in names)
        {
            Said(evidence, name, "cat: /run/secrets/token: No such file or directory");
        }

        var findings = RuntimeVerdict.Judge(evidence.Units([.. names.Select(Failed)]).Boot, []);

        Assert.That(findings, Has.Count.EqualTo(4));
        Assert.That(findings.Select(finding => finding.Origin), Is.All.EqualTo(FailureOrigin.Vm));
        Assert.That(findings[0].Hint, Does.Contain("test key"));
    }

    [TestCase("/dev/disk/by-uuid/1234", FailureCodes.RootDevice, FailureOrigin.Vm)]
    [TestCase("/dev/disk/by-label/nixos", FailureCodes.RootDevice, FailureOrigin.Configuration)]
    [TestCase("/dev/disk/by-uuid/1234", FailureCodes.Passphrase, FailureOrigin.Configuration)]
    public void A_boot_that_waits_for_a_disk_of_the_real_machine_is_the_vms(string device, string code, FailureOrigin origin)
    {
        var finding = VmDiagnosis.OfDevice(new()
        {
            Code = code,
            Origin = FailureOrigin.Configuration,
            Message = "It did not find it.",
            Subject = new Subject(SubjectKind.Device, device),
            Excerpt = ["x"],
        });

        Assert.That(finding.Origin, Is.EqualTo(origin));
        Assert.That(finding.Excerpt, Is.EqualTo(new[] { "x" }));
    }

    private static Evidence Said(Evidence evidence, string unit, string line)
    {
        evidence.Journal.AddEntry($$"""{"_SYSTEMD_UNIT":"{{unit}}","SYSLOG_IDENTIFIER":"x","MESSAGE":"{{line}}"}""");
        return evidence;
    }

    private static string[] Failed(string unit) => [$"Id={unit}", "ActiveState=failed", "Result=exit-code"];
}
