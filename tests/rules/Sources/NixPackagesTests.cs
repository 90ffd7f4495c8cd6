using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

/// <summary>nix/deps.json, the packages that the flake's programs are built with, against lock files and packages.</summary>
public sealed class NixPackagesTests
{
    private const string List = "nix/deps.json";
    private const string Script = "nix/nuget-deps.py";

    private static readonly string[] Projects = ["build", "frosting", "mcp"];

    private static readonly string NuGetFolder =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Test]
    public void The_list_has_the_packages_of_the_lock_files_and_no_other()
    {
        Assert.That(Listed().Select(package => (package.Name, package.Version)),
            Is.EquivalentTo(Locked().Select(package => (package.Name, package.Version))));
    }

    [Test]
    public void Each_hash_is_that_of_the_package_which_the_lock_files_name()
    {
        var locked = Locked().ToDictionary(package => (package.Name, package.Version), package => package.Hash);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, version, hash) in Listed())
            {
                var (id, number) = (name.ToLowerInvariant(), version.ToLowerInvariant());
                var folder = Path.Combine(NuGetFolder, id, number);
                var file = File.ReadAllBytes(Path.Combine(folder, $"{id}.{number}.nupkg"));

                // NuGet wrote this when it unpacked the file: its own hash of the contents, which lock files have.
                var unpacked = JObject.Parse(File.ReadAllText(Path.Combine(folder, ".nupkg.metadata"))).Value<string>("contentHash");
                Assert.That(unpacked, Is.EqualTo(locked[(name, version)]), name);
                Assert.That(hash, Is.EqualTo($"sha256-{Convert.ToBase64String(SHA256.HashData(file))}"), name);
            }
        }
    }

    [Test]
    public async Task The_script_makes_the_list_and_says_where_it_is_old()
    {
        var (exitCode, output) = await Command.RunAsync("python3", Repository.Below(Script), "--check");

        Assert.That(exitCode, Is.Zero, output);
    }

    [TestCase("nix/deps.json", "\"version\": \"13.0.4\"", "\"version\": \"13.0.3\"", "nix/deps.json is not what the lock files call for")]
    [TestCase("nix/deps.json", "\"pname\": \"Cake.Tool\"", "\"pname\": \"Cake.Tools\"", "nix/deps.json is not what the lock files call for")]
    [TestCase("nix/deps.json", "\"sha256-8", "\"sha256-9", "nix/deps.json is not what the lock files call for")]
    [TestCase("build/packages.lock.json", "\"resolved\": \"13.0.4\"", "\"resolved\": \"13.0.99\"", "13.0.99 is not in the NuGet folder")]
    [TestCase("*/packages.lock.json", "\"contentHash\": \"pdgNNMai", "\"contentHash\": \"pdgNNMaj",
        "is not the package that the lock file names")]
    [TestCase("build/packages.lock.json", "\"contentHash\": \"pdgNNMai", "\"contentHash\": \"pdgNNMaj", "two hashes for Newtonsoft.Json")]
    public async Task Whatever_differs_is_found(string where, string was, string becomes, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Projects.Select(project => $"{project}/packages.lock.json").Append(List).Append(Script))
        {
            var text = SourceFiles.Text(path);
            var changed = path == where || (where[0] == '*' && path.EndsWith(where[1..], StringComparison.Ordinal));
            Assert.That(!changed || where[0] == '*' || text.Contains(was, StringComparison.Ordinal), "the test changes what is there");
            folder.Write(path, changed ? text.Replace(was, becomes, StringComparison.Ordinal) : text);
        }

        var (exitCode, output) = await Command.RunAsync("python3", Path.Combine(folder.Path, Script), "--check");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain(expected));
    }

    private static IEnumerable<(string Name, string Version, string Hash)> Listed() =>
        JArray.Parse(SourceFiles.Text(List)).Select(package =>
            (package.Value<string>("pname")!, package.Value<string>("version")!, package.Value<string>("hash")!));

    private static IReadOnlyCollection<(string Name, string Version, string Hash)> Locked() =>
    [
        .. Projects.SelectMany(project => JObject.Parse(SourceFiles.Text($"{project}/packages.lock.json"))["dependencies"]!.Children())
            .SelectMany(framework => ((JObject)((JProperty)framework).Value).Properties())
            .Where(package => package.Value.Value<string>("type") != "Project")
            .Select(package => (package.Name, package.Value.Value<string>("resolved")!, package.Value.Value<string>("contentHash")!))
            .Distinct(),
    ];
}
