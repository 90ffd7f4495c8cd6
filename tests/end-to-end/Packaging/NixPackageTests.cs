using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Packaging;

/// <summary>
/// The programs of the flake as store paths, made by a stand-in of nixpkgs' buildDotnetModule out of exactly the packages that are
/// listed, and without a network.
/// </summary>
// One after the other, beside other tests.
[Parallelizable(ParallelScope.Self)]
public sealed class NixPackageTests
{
    private const string Input = "github:NixOS/nixpkgs/nixos-26.05";
    private static readonly string folder = Directory.CreateTempSubdirectory("vmt-nix-").FullName;
    private static readonly string flake = Path.Combine(folder, "flake");

    [OneTimeSetUp]
    public static void PutTheFlakeBesideItsStandIn()
    {
        var files = Shell.Run("git", "-C", Repository.Folder, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
            "--exclude-standard", "--", "flake.nix", "hosts", "nix", "build", "frosting", "mcp", "schemas", "README.md", "global.json",
            "Directory.*");
        foreach (var file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            Copy(Path.Combine(Repository.Folder, file), Path.Combine(flake, file));
        }

        var standIn = Path.Combine(folder, "nixpkgs");
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "end-to-end", "Nix", "stand-in"), standIn);
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "diagnosis", "stand-in", "lib"), Path.Combine(standIn, "lib"));
        Change(Path.Combine(flake, "flake.nix"), (Input, $"path:{standIn}"));
        Change(Path.Combine(standIn, "dotnet.nix"), ("@nuget@", NuGetFolder()), ("@path@", Environment.GetEnvironmentVariable("PATH")!));

        // What nixpkgs' SDK brings for compiling ahead of time, and all packages of the list, are in the NuGet folder from now on.
        Shell.Run("dotnet", "restore", Path.Combine(flake, "mcp", "VmTest.Mcp.csproj"), "--use-current-runtime", "-p:PublishReadyToRun=true",
            "-p:SelfContained=false", "-p:DisableTransitiveFrameworkReferenceDownloads=true", $"-p:ArtifactsPath={folder}/restored");
    }

    [OneTimeTearDown]
    public static void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_host_is_built_of_the_listed_packages_and_evaluates_and_boots_a_host()
    {
        var program = Path.Combine(Build("vmtest"), "bin", "vmtest");
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        Assert.That(Shell.Run(program, "--version"), Is.EqualTo("vmtest 0.1.0\n"));
        // This test may be run by a program that says what it was called as.
        Shell.Run("/usr/bin/env", "--unset=VMTEST_CALLED_AS", "NIX_CONFIG=sandbox = false", $"TMPDIR={workplace.Temporary}", program,
            "--target=VmTest", $"--flake={workplace.Flake}", "--accel=tcg", "--install=direct", $"--output={workplace.Output}");

        var report = JObject.Parse(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.json")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Value<string>("status"), Is.EqualTo("success"));
            Assert.That(report["run"]!.Value<string>("command"), Does.StartWith($"{program} --target=VmTest "));
        }

        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public void The_server_for_agents_is_built_of_the_listed_packages()
    {
        Assert.That(Shell.Run(Path.Combine(Build("vmtest-mcp"), "bin", "vmtest-mcp"), "--version"), Is.EqualTo("vmtest-mcp 0.1.0\n"));
    }

    [Test]
    public void Without_one_of_the_packages_or_with_another_hash_nothing_is_built()
    {
        var list = Path.Combine(flake, "nix", "deps.json");
        var packages = JArray.Parse(File.ReadAllText(list));
        try
        {
            File.WriteAllText(list, new JArray(packages.Where(package => package.Value<string>("pname") != "Newtonsoft.Json")).ToString());
            var missing = Assert.Throws<InvalidOperationException>(() => Build("vmtest"));
            Assert.That(missing!.Message, Does.Contain("Newtonsoft.Json"));

            var changed = (JArray)packages.DeepClone();
            changed[0]["hash"] = changed[1]["hash"];
            File.WriteAllText(list, changed.ToString());
            var other = Assert.Throws<InvalidOperationException>(() => Build("vmtest"));
            Assert.That(other!.Message, Does.Contain("hash mismatch"));
        }
        finally
        {
            File.WriteAllText(list, packages.ToString());
        }
    }

    private static string Build(string package) =>
        (string)JArray.Parse(Shell.Run("nix", "--extra-experimental-features", "nix-command flakes", "--option", "sandbox", "false",
            "--option", "build-users-group", "", "--option", "substituters", "", "build", "--no-link", "--json", "--print-build-logs",
            $"path:{flake}#{package}"))[0]!["outputs"]!["out"]!;

    private static string NuGetFolder() => Shell.Run("dotnet", "nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim().TrimEnd('/');

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }
    }

    private static void Change(string file, params (string From, string To)[] changes) =>
        File.WriteAllText(file, changes.Aggregate(
            File.ReadAllText(file), (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal)));
}
