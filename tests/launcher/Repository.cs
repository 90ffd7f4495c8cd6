using System.Diagnostics;
using System.IO.Compression;

namespace VmTest.Launcher.Tests;

/// <summary>A repository with the real launcher, a host that only says how it was started, a dotnet that keeps a record of its
/// calls and a package feed of its own, in a folder whose name no shell line may split or expand.</summary>
internal sealed class Repository : IDisposable
{
    // What the launcher may use. Another tool in it would be missing here, and be found by these tests before it is by a user.
    private static readonly string[] _tools =
    [
        "awk", "bash", "cat", "cp", "cut", "dirname", "env", "find", "flock", "grep", "head", "ls", "mkdir", "mv", "ps", "readlink",
        "rm", "sed", "sha256sum", "sleep", "sort", "tail", "timeout", "uname", "xargs",
    ];

    private readonly string _temporary = Directory.CreateTempSubdirectory("vmtest-launcher-").FullName;
    private readonly Dictionary<string, string> _environment = new()
    {
        ["VMTEST_CAKE_FROSTING"] = "layer",
        ["VMTEST_AHEAD_OF_TIME"] = "never",
    };

    public Repository()
    {
        Root = Path.Combine(_temporary, "it's a $(HOME) & \"q\" (é) #[x] `y` 100%");
        Copy(Path.Combine(AppContext.BaseDirectory, "fake"), Root);
        foreach (var project in new[] { "build/Build.csproj", "mcp/VmTest.Mcp.csproj" })
        {
            File.Move(Path.Combine(Root, $"{project}.txt"), Path.Combine(Root, project));
        }

        Directory.CreateDirectory(Feed);
        Directory.CreateDirectory(Elsewhere);
        ChangeSource("the first state");

        Directory.CreateDirectory(Tools);
        foreach (var tool in _tools)
        {
            File.CreateSymbolicLink(Path.Combine(Tools, tool), Find(tool));
        }

        UseRecordingDotnet();
        Set("PATH", Tools);
    }

    public string Root { get; }

    public string Script => Path.Combine(Root, "build.sh");

    /// <summary>The script that starts the server for agents.</summary>
    public string ServerScript => Path.Combine(Root, "mcp", "start.sh");

    /// <summary>The text that is shown before there is a host.</summary>
    public string Help => Path.Combine(Root, "docs", "help.txt");

    /// <summary>Where the published hosts are.</summary>
    public string Store => Path.Combine(Root, ".host");

    /// <summary>A folder outside of the repository.</summary>
    public string Elsewhere => Path.Combine(_temporary, "some where else");

    /// <summary>The only folder on the PATH.</summary>
    public string Tools => Path.Combine(_temporary, "tools");

    /// <summary>The command lines that dotnet was called with.</summary>
    public IReadOnlyList<string> DotnetCalls => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    /// <summary>The names of the assemblies that were compiled ahead of time, in that order.</summary>
    public IReadOnlyList<string> Compiled => File.Exists(Compilations) ? File.ReadAllLines(Compilations) : [];

    private string Compilations => Path.Combine(_temporary, "compilations");

    private string Feed => Path.Combine(Root, "feed");

    private string Calls => Path.Combine(_temporary, "dotnet-calls");

    public void Set(string variable, string value) => _environment[variable] = value;

    public void ForgetDotnetCalls() => File.Delete(Calls);

    public void ChangeSource(string state) => WriteSource($"internal static class Source {{ public const string State = \"{state}\"; }}");

    public void WriteSource(string text) => File.WriteAllText(Path.Combine(Root, "build", "Source.cs"), text);

    /// <summary>Replaces dotnet by another script; null takes it away.</summary>
    public void UseDotnet(string? script)
    {
        var dotnet = Path.Combine(Tools, "dotnet");
        File.Delete(dotnet);
        if (script is not null)
        {
            File.WriteAllText(dotnet, script);
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes the feed one that has Cake.Frosting 7.0.0.</summary>
    public void AddCakeFrostingToFeed()
    {
        using var package = ZipFile.Open(Path.Combine(Feed, "Cake.Frosting.7.0.0.nupkg"), ZipArchiveMode.Create);
        using var nuspec = new StreamWriter(package.CreateEntry("Cake.Frosting.nuspec").Open());
        nuspec.Write("""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>Cake.Frosting</id><version>7.0.0</version><authors>a test</authors><description>Nothing.</description>
            </metadata></package>
            """);
    }

    /// <summary>Makes the feed one that has the ahead-of-time compiler: one that keeps a record and changes nothing.</summary>
    /// <param name="works">Whether it compiles, or ends with an error.</param>
    public void AddCompilerToFeed(bool works = true)
    {
        var sdk = Ask("NETCoreSdkPortableRuntimeIdentifier", "BundledNETCoreAppPackageVersion");
        var name = $"Microsoft.NETCore.App.Crossgen2.{sdk[0]}";
        using var package = ZipFile.Open(Path.Combine(Feed, $"{name}.{sdk[1]}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(package.CreateEntry($"{name}.nuspec").Open()))
        {
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                  <id>{name}</id><version>{sdk[1]}</version><authors>a test</authors><description>Nothing.</description>
                </metadata></package>
                """);
        }

        using var compiler = new StreamWriter(package.CreateEntry("tools/crossgen2").Open());
        compiler.Write(works
            ? $"#!/bin/sh\n[ \"$2\" = --out ] && echo \"${{1##*/}}\" >>'{Compilations}' && exec cp \"$1\" \"$3\"\n"
            : "#!/bin/sh\nexit 1\n");
    }

    /// <summary>Makes hosts that are built with the package of the feed refuse to start.</summary>
    public void RefuseToStartWithThePackage() => File.WriteAllText(Path.Combine(Root, "build", "refuses-with-the-package"), string.Empty);

    public Launch Start(params string[] arguments) => new(Script, arguments, Elsewhere, _environment);

    public Launch Start(string script, string directory, params string[] arguments) => new(script, arguments, directory, _environment);

    public Outcome Run(params string[] arguments)
    {
        using var launch = Start(arguments);
        return launch.Wait();
    }

    public Outcome RunServer(params string[] arguments)
    {
        using var launch = Start(ServerScript, Elsewhere, arguments);
        return launch.Wait();
    }

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    /// <summary>Properties of the SDK.</summary>
    private static string[] Ask(params string[] properties)
    {
        var project = Path.Combine(AppContext.BaseDirectory, "fake", "build", "Build.csproj.txt");
        return [.. properties.Select(property =>
        {
            using var msbuild = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, $"-getProperty:{property}"])
            {
                RedirectStandardOutput = true,
            })!;
            return msbuild.StandardOutput.ReadToEnd().Trim();
        })];
    }

    private static string Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists)
        ?? throw new AssertionException($"These tests need '{tool}'.");

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    // The host finds its runtime beside the dotnet that built it.
    private void UseRecordingDotnet()
    {
        var real = new FileInfo(Find("dotnet")).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Find("dotnet");
        foreach (var folder in new[] { "host", "shared" })
        {
            Directory.CreateSymbolicLink(Path.Combine(Tools, folder), Path.Combine(Path.GetDirectoryName(real)!, folder));
        }

        UseDotnet($"#!/usr/bin/env bash\nprintf '%s\\n' \"$*\" >>'{Calls}'\nexec '{real}' \"$@\"\n");
    }
}
