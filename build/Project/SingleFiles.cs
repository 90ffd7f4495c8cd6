using System.Globalization;
using System.Security.Cryptography;
using VmTest.Model;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Project;

/// <summary>
/// Publishes the host and the server for agents as programs of one file each, with the runtime inside: what a release holds, for
/// machines without .NET.
/// </summary>
public sealed class SingleFiles(RunRequest request, RunResources resources, IRunLog console)
{
    /// <summary>The folder of the programs, beside the runs.</summary>
    internal const string Folder = "package";

    /// <summary>Checksums as <c>sha256sum --check</c> takes them.</summary>
    internal const string Checksums = "SHA256SUMS";

    /// <summary>By the names that .NET and this project's releases have for them.</summary>
    private static readonly string[] Platforms = ["linux-x64", "linux-arm64"];

    private static readonly (string Project, string Program)[] Programs =
        [("build/Build.csproj", "vmtest"), ("mcp/VmTest.Mcp.csproj", "vmtest-mcp")];

    /// <exception cref="PhaseFailedException">A program could not be published.</exception>
    public async Task PublishAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(request.Output, Folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        List<string> sums = [];
        foreach (var (relative, _) in Programs)
        {
            await DotnetAsync("check of the locked packages",
                ["restore", ProjectFolder.Below(relative), "--locked-mode", "--verbosity", "quiet"], cancellation);
        }

        foreach (var platform in Platforms)
        {
            sums.AddRange(await PublishAllAsync(platform, folder, cancellation));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, Checksums), string.Concat(sums), cancellation);
    }

    /// <summary>What the programs of one platform share is compiled once.</summary>
    /// <returns>The lines of the checksums.</returns>
    private async Task<IReadOnlyList<string>> PublishAllAsync(string platform, string folder, CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("vmtest-package-").FullName;
        try
        {
            List<string> sums = [];
            foreach (var (relative, program) in Programs)
            {
                sums.Add(await PublishAsync(ProjectFolder.Below(relative), program, platform, work, folder, cancellation));
            }

            return sums;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <returns>The line of the checksum.</returns>
    private async Task<string> PublishAsync(
        string project, string program, string platform, string work, string folder, CancellationToken cancellation)
    {
        var name = $"{program}-{platform}";
        var file = Path.Combine(folder, name);
        var published = Path.Combine(work, "published", program);
        await DotnetAsync($"publishing {program} for {platform}",
            [
                "publish", project, "--configuration", "Release", "--runtime", platform, "--self-contained", "--nologo",
                "--verbosity", "quiet", "--artifacts-path", Path.Combine(work, "artifacts"), "--output", published,
                "-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true", "-p:DebugType=none", "-p:ForUse=true",
            ],
            cancellation);
        File.Move(Path.Combine(published, program), file);
        var sum = Convert.ToHexStringLower(await SumAsync(file, cancellation));
        var size = (new FileInfo(file).Length / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);
        console.Say($"{file}: {size} MiB, SHA-256 {sum}");
        return $"{sum}  {name}\n";
    }

    private async Task DotnetAsync(string purpose, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var spec = new ProcessSpec
        {
            Purpose = purpose,
            FileName = "dotnet",
            Arguments = arguments,
            Environment = new Dictionary<string, string?>
            {
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            },
        };
        console.Say(purpose);
        var result = await resources.Supervisor.RunAsync(spec, line => console.Say(line), line => console.Say(line), cancellation);
        if (result.ExitCode != 0)
        {
            throw new PhaseFailedException(new Finding
            {
                Code = FailureCodes.Internal,
                Origin = FailureOrigin.Tool,
                Message = $"The host was not packaged: {purpose} ended with exit code {result.ExitCode}.",
                Hint = "The output above says why.",
            });
        }
    }

    private static async Task<byte[]> SumAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return await SHA256.HashDataAsync(stream, cancellation);
    }
}
