using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Packaging;

/// <summary>The host as a .NET tool, packed, installed and run away from its sources.</summary>
public sealed class PackageTests
{
    private static readonly string folder = Directory.CreateTempSubdirectory("vmt-package-").FullName;
    private static string tool = string.Empty;

    [OneTimeSetUp]
    public static void PackAndInstall()
    {
        var packages = Path.Combine(folder, "packages");
        var tools = Path.Combine(folder, "tools");
        lock (Repository.Build)
        {
            Shell.Run("dotnet", "pack", Path.Combine(Repository.Folder, "build", "Build.csproj"), "--configuration", "Release",
                "--no-restore", "--output", packages);
        }

        Shell.Run("dotnet", "tool", "install", "VmTest", "--tool-path", tools, "--source", packages);
        tool = Path.Combine(tools, "vmtest");
    }

    [OneTimeTearDown]
    public static void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public void It_is_installed_from_its_package_alone_and_knows_its_version()
    {
        Assert.That(Shell.Run(tool, "--version"), Does.Match(@"^vmtest \d+\.\d+\.\d+\n$"));
    }

    [Test]
    public void It_tests_a_host_from_evaluation_to_a_healthy_boot()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        Shell.Run("/usr/bin/env", "NIX_CONFIG=sandbox = false", $"TMPDIR={workplace.Temporary}", tool, "--target=VmTest",
            $"--flake={workplace.Flake}", "--accel=tcg", "--install=direct", $"--output={workplace.Output}");

        var report = JObject.Parse(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.json")));
        Assert.That(report.Value<string>("status"), Is.EqualTo("success"));
        Assert.That(Path.Combine(workplace.LatestRun, "report.html"), Does.Exist);
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public void What_needs_the_sources_says_so()
    {
        using var workplace = new Workplace();

        var error = Assert.Throws<InvalidOperationException>(
            () => Shell.Run("/usr/bin/env", $"--chdir={workplace.Flake}", tool, "--target=Demo", $"--output={workplace.Output}"));

        Assert.That(error!.Message, Does.Contain("ended with 10").And.Contain("This target needs a checkout of VmTest"));
    }
}
