using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Packaging;

/// <summary>
/// A clean checkout beside a feed that has Cake.Frosting, which the feed of these tests need not have: the package is made out of
/// the layer, which is as strict as the real one.
/// </summary>
// One after the other, beside other tests.
[Parallelizable(ParallelScope.Self)]
public sealed partial class PackageInFeedTests
{
    private const string FromThePackage = "with Cake.Frosting 7.0.0 from the package feed";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);
    private static readonly string folder = Directory.CreateTempSubdirectory("vmt-feed-").FullName;
    private static readonly string checkout = Path.Combine(folder, "checkout");
    private static readonly string feed = Path.Combine(folder, "feed");
    private static readonly string sources = Path.Combine(folder, "sources");
    private static readonly string packages = Path.Combine(folder, "packages");

    [OneTimeSetUp]
    public static void Clone()
    {
        CopySources(checkout);
        File.WriteAllText(Path.Combine(checkout, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="of-the-test" value="{feed}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="of-the-test">{Patterns(CakePackages.Names)}</packageSource>
                {string.Concat(ConfiguredSources().Select(source => $"<packageSource key=\"{source}\">{Patterns(["*"])}</packageSource>"))}
              </packageSourceMapping>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public static void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    [Order(1)]
    public async Task A_checkout_takes_the_package_and_finds_a_healthy_host_healthy()
    {
        MakePackage(source => source);
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var built = await StartAsync(workplace, "--tree");
        Assert.That(built.ExitCode, Is.Zero, built.Error);
        var evaluated = await StartAsync(
            workplace, "--target=FlakeCheck", $"--flake={workplace.Flake}", $"--output={workplace.Output}", "--accel=tcg");
        evaluated.Expect(0, "success", failedPhase: null);
        var booted = await StartAsync(
            workplace, $"--flake={workplace.Flake}", $"--output={workplace.Output}", "--accel=tcg", "--install=direct");

        booted.Expect(0, "success", failedPhase: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(built.Error, Does.Contain(FromThePackage).And.Contain("trying the start"));
            Assert.That(built.Output, Does.Contain("BootWatch"));
            Assert.That(evaluated.Error + booted.Error, Does.Not.Contain("build.sh"), "it is built once");
        }
    }

    [Test]
    [Order(2)]
    public async Task A_package_whose_host_refuses_to_start_gives_way_to_the_layer()
    {
        MakePackage(source => source.Replace(
            "public int Run(IEnumerable<string> args)\n    {",
            "public int Run(IEnumerable<string> args)\n    {\n        Console.Error.WriteLine(\"Error: not today\");\n        if "
                + "(Environment.ProcessId > 0)\n        {\n            return 1;\n        }\n",
            StringComparison.Ordinal));
        Forget();
        using var workplace = new Workplace();

        var built = await StartAsync(workplace, "--tree");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(built.ExitCode, Is.Zero, built.Error);
            Assert.That(built.Error, Does.Contain("does not start").And.Contain("Error: not today"));
            Assert.That(built.Error,
                Does.Contain("with Cake.Frosting's API over Cake.Tool 7.0.0: a host with the package of the feed does not start"));
            Assert.That(built.Output, Does.Contain("BootWatch"));
        }
    }

    /// <summary>Fills the feed with what the layer's sources make, after a change to one of them.</summary>
    private static void MakePackage(Func<string, string> change)
    {
        if (!Directory.Exists(sources))
        {
            CopySources(sources);
        }

        var host = Path.Combine("frosting", "Hosting", "CakeHost.cs");
        File.WriteAllText(Path.Combine(sources, host), change(File.ReadAllText(Path.Combine(Repository.Folder, host))));
        var made = Path.Combine(sources, "made");
        Shell.Run("dotnet", "build", Path.Combine(sources, "frosting", "Cake.Frosting.csproj"), "--configuration", "Release", "--output",
            made, "--disable-build-servers");
        CakePackages.Write(made, feed);
    }

    /// <summary>The host, and the package that the last one was built with; all else may be used again.</summary>
    private static void Forget()
    {
        foreach (var host in Directory.EnumerateFiles(Path.Combine(checkout, ".host"), "used", SearchOption.AllDirectories).ToList())
        {
            Directory.Delete(Path.GetDirectoryName(host)!, recursive: true);
        }

        Directory.Delete(Path.Combine(packages, "cake.frosting"), recursive: true);
    }

    private static async Task<HostResult> StartAsync(Workplace workplace, params string[] arguments)
    {
        var info = new ProcessStartInfo(Path.Combine(checkout, "build.sh"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["NUGET_PACKAGES"] = packages;
        // The compiler in the background would still write into a checkout that these tests remove.
        info.Environment["VMTEST_AHEAD_OF_TIME"] = "never";
        // What building leaves in it is no affair of the runs.
        info.Environment["TMPDIR"] = arguments.Contains("--tree") ? folder : workplace.Temporary;
        foreach (var name in new[] { "VMTEST_CAKE_FROSTING", "VMTEST_RUN", "GITHUB_ACTIONS" })
        {
            info.Environment.Remove(name);
        }

        using var process = Process.Start(info)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new HostResult(process.ExitCode, await output, await error, workplace);
    }

    /// <summary>The files of this checkout, without anything that was built.</summary>
    private static void CopySources(string target)
    {
        Directory.CreateDirectory(target);
        var files = Shell.Run(
            "git", "-C", Repository.Folder, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        foreach (var file in files.Split(
            '\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Repository.Folder, file))))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Folder, file), copy);
        }
    }

    private static IEnumerable<string> ConfiguredSources() =>
        ConfiguredSource().Matches(Shell.Run("dotnet", "nuget", "list", "source")).Select(match => match.Groups["name"].Value);

    private static string Patterns(IEnumerable<string> patterns)
    {
        var text = new StringBuilder();
        foreach (var pattern in patterns)
        {
            text.Append("<package pattern=\"").Append(pattern).Append("\" />");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+) \[\w+\]$", RegexOptions.Multiline)]
    private static partial Regex ConfiguredSource();
}
