using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Phases.Evaluate;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.UnitTests.Phases.Evaluate;

public sealed class SettingsReaderTests
{
    [Test]
    public void Every_setting_sets_what_it_names()
    {
        var settings = Read(
            Setting("allowFailed", "list", """["acme-*.service","smartd.service"]"""),
            Setting("requireUnits", "list", """["sshd.service"]"""),
            Setting("bootTimeout", "int", "120"),
            Setting("memory", "int", "2048"),
            Setting("cores", "int", "2"));

        Assert.Multiple(() =>
        {
            Assert.That(settings.AllowedFailures, Is.EqualTo(new[] { "acme-*.service", "smartd.service" }));
            Assert.That(settings.RequiredUnits, Is.EqualTo(new[] { "sshd.service" }));
            Assert.That(settings.BootTimeout, Is.EqualTo(TimeSpan.FromMinutes(2)));
            Assert.That(settings.MemoryMiB, Is.EqualTo(2048));
            Assert.That(settings.Cores, Is.EqualTo(2));
        });
    }

    [Test]
    public void An_unknown_name_is_answered_with_the_nearest_the_known_ones_and_its_place()
    {
        var finding = Wrong(Setting("memroy", "int", "2048") with { Place = new SettingPlace("/flake/web.nix", 7, 3) });

        Assert.Multiple(() =>
        {
            Assert.That(finding.Code, Is.EqualTo(FailureCodes.Data));
            Assert.That(finding.Message, Does.Contain("has no setting 'memroy'. Did you mean memory? Allowed: allowFailed, requireUnits, "));
            Assert.That(finding.Location, Is.EqualTo(new SourceLocation("web.nix", 7, 3)));
            Assert.That(finding.Subject, Is.EqualTo(new Subject(SubjectKind.Option, "system.build.vmTest.memroy")));
        });
    }

    [TestCase("memory", "string", "\"2048\"", "a whole number of MiB from 128 to 1048576, but got string: \"2048\"")]
    [TestCase("memory", "int", "64", "but got int: 64")]
    [TestCase("bootTimeout", "float", "1.5", "a whole number of seconds from 5 to 3600")]
    [TestCase("cores", "int", "99999999999", "a whole number of cores from 1 to 256")]
    [TestCase("allowFailed", "string", "\"acme.service\"", "a list of names of systemd units, or patterns")]
    [TestCase("allowFailed", "list", """["*"]""", "or patterns of them, such as acme-*.service, but got list: [\"*\"]")]
    [TestCase("allowFailed", "list", """["a.service",null]""", "but got list")]
    [TestCase("requireUnits", "list", """["sshd"]""", "full names of systemd units such as sshd.service")]
    [TestCase("cores", "lambda", null, "but got lambda")]
    [TestCase("", "string", "\"x\"", "system.build.vmTest of web is a set of settings, but got string")]
    public void A_value_that_does_not_fit_is_refused_with_what_is_allowed(string name, string type, string? value, string said) =>
        Assert.That(Wrong(Setting(name, type, value)).Message, Does.Contain(said));

    [Test]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.That(Assert.Throws<PhaseFailedException>(() => Read(Setting("x", "int", "1"), Setting("cores", "int", "0")))!.Findings,
            Has.Count.EqualTo(2));

    [Test]
    public void A_passphrase_is_shown_nowhere_and_warned_of()
    {
        FlakeSetting[] given =
            [Setting("passphrase", "string", "\"open sesame\"") with { Place = new SettingPlace("/flake/web.nix", 7, 3) }];

        var warning = SettingsReader.Warning(given, new FlakeSource("/flake"), "web")!;

        Assert.Multiple(() =>
        {
            Assert.That(Read(given).Passphrase!.Reveal(), Is.EqualTo("open sesame"));
            Assert.That(SettingsReader.Summary(given), Is.EqualTo("settings of the flake: passphrase = (passphrase)"));
            Assert.That(warning.Code, Is.EqualTo(FailureCodes.SecretInStore));
            Assert.That(warning.Location, Is.EqualTo(new SourceLocation("web.nix", 7, 3)));
            Assert.That(warning.ToString(), Does.Not.Contain("sesame"));
            Assert.That(Wrong(Setting("passphrase", "string", "\"open\\nsesame\"")).Message,
                Does.Contain("takes a passphrase of one line").And.Not.Contain("sesame"));
            Assert.That(SettingsReader.Warning([Setting("cores", "int", "2")], new FlakeSource("/flake"), "web"), Is.Null);
        });
    }

    [Test]
    public void The_command_line_wins_setting_by_setting()
    {
        var request = new RunRequest { Target = "VmTest", Phases = [], Output = "/", AllowedFailures = [], MemoryMiB = 512 };

        var settings = Read(
            Setting("allowFailed", "list", """["a.service"]"""), Setting("memory", "int", "2048"), Setting("cores", "int", "2")).Under(request);

        Assert.That((settings.AllowedFailures.Count, settings.MemoryMiB, settings.Cores), Is.EqualTo((0, 512, 2)));
    }

    private static HostSettings Read(params FlakeSetting[] settings) => SettingsReader.Read(settings, new FlakeSource("/flake"), "web");

    private static Finding Wrong(FlakeSetting setting) => Assert.Throws<PhaseFailedException>(() => Read(setting))!.Findings.Single();

    private static FlakeSetting Setting(string name, string type, string? value) =>
        new(name, type, value is null ? null : JToken.Parse(value), null);
}
