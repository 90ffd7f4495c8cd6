using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.CommandLine;

public sealed class CalledAsTests
{
    [Test]
    public void A_script_that_started_the_program_has_the_first_word() =>
        Assert.That(CalledAs.Program("./build.sh", "/opt/host/vmtest", _ => "/opt/host/vmtest"), Is.EqualTo("./build.sh"));

    [Test]
    public void A_program_that_a_shell_finds_has_its_name_and_any_other_its_path()
    {
        using var folder = new TemporaryFolder();
        var program = folder.Write("bin/vmtest", string.Empty);
        var other = folder.Write("other/vmtest", string.Empty);
        var links = Directory.CreateDirectory(Path.Combine(folder.Path, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "vmtest"), program);

        Assert.That(CalledAs.Program(null, program, _ => program), Is.EqualTo("vmtest"));
        Assert.That(CalledAs.Program(null, program, name => Path.Combine(links, name)), Is.EqualTo("vmtest"));
        Assert.That(CalledAs.Program(null, program, _ => other), Is.EqualTo(program), "another one comes first");
        Assert.That(CalledAs.Program(string.Empty, program, _ => null), Is.EqualTo(program));
    }

    [Test]
    public void A_script_at_a_place_of_its_own_has_its_name_where_a_shell_finds_it()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("bin/vmtest", string.Empty);
        var program = folder.Write("lib/vmtest/vmtest", string.Empty);

        Assert.That(CalledAs.Program(script, program, _ => script), Is.EqualTo("vmtest"));
        Assert.That(CalledAs.Program(script, program, _ => program), Is.EqualTo(script), "another one comes first");
        Assert.That(CalledAs.Program(script, program, _ => null), Is.EqualTo(script));
    }

    [Test]
    public void The_command_can_be_given_to_a_shell() =>
        Assert.That(CalledAs.Command(["--target=VmTest", "--flake=./my machines#web"]), Does.EndWith(" --target=VmTest '--flake=./my machines#web'"));
}
