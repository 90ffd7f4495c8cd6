using VmTest.CommandLine;

namespace VmTest.UnitTests.CommandLine;

public sealed class DefaultOutputTests
{
    private string folder = string.Empty;

    [SetUp]
    public void MakeFlake()
    {
        folder = Directory.CreateTempSubdirectory("vmtest-output-").FullName;
        File.WriteAllText(Path.Combine(folder, "flake.nix"), "{ }");
    }

    [TearDown]
    public void DeleteFlake() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_flake_without_Git_keeps_the_results_of_its_runs_outside_of_itself()
    {
        var output = SettingsParser.Parse([], folder).Output;

        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Not.StartWith(folder + "/"));
            Assert.That(Path.GetFileName(output), Does.StartWith(Path.GetFileName(folder)));
            Assert.That(SettingsParser.Parse(["--target=Teardown"], folder).Output, Is.EqualTo(output));
        });
    }

    [Test]
    public void A_flake_in_a_Git_repository_has_them_below_the_working_directory()
    {
        Directory.CreateDirectory(Path.Combine(folder, ".git"));

        Assert.That(SettingsParser.Parse([], folder).Output, Is.EqualTo(Path.Combine(folder, "artifacts/vmtest")));
    }

    [Test]
    public void An_output_inside_a_flake_without_Git_is_a_usage_error() => Assert.That(
        () => SettingsParser.Parse(["--output=out"], folder), Throws.TypeOf<UsageException>().With.Message.Contains("no Git repository"));
}
