using VmTest.CommandLine;
using VmTest.Mcp.Runs;
using VmTest.Model;

namespace VmTest.UnitTests.Mcp;

public sealed class ServerSettingsTests
{
    [Test]
    public void A_calls_own_arguments_win_over_those_of_the_server()
    {
        var settings = new ServerSettings(["--accel=tcg", "--flake=/a", "--host=web", "--output=/out"], "/work");

        var usual = settings.For(Targets.VmTest, []);
        var own = settings.For(Targets.VmTest, ["--accel=auto", "--flake=/b"]);

        Assert.That((usual.Accelerator, usual.Flake, usual.Hosts.Single(), usual.Output),
            Is.EqualTo((Accelerator.Tcg, "/a", "web", "/out")));
        Assert.That((own.Accelerator, own.Flake, own.Hosts.Count),
            Is.EqualTo((Accelerator.Auto, "/b", 0)), "another flake has other hosts");
    }

    [TestCase("--target=Demo", "--target has no meaning here")]
    [TestCase("--format=json", "--format has no meaning here")]
    [TestCase("web", "'web' is not an argument")]
    [TestCase("--acel=tcg", "There is no argument --acel")]
    [TestCase("--accel=hvf", "--accel takes kvm or tcg or auto")]
    public void What_does_not_fit_is_refused_at_the_start(string word, string message) =>
        Assert.That(() => new ServerSettings([word], "/work"), Throws.TypeOf<UsageException>().With.Message.StartsWith(message));
}
