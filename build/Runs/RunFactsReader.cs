using System.Globalization;
using System.Reflection;
using LibGit2Sharp;
using VmTest.Model;

namespace VmTest.Runs;

/// <summary>Finds out who runs what, where.</summary>
internal static class RunFactsReader
{
    private const string ToolName = "vmtest";

    public static ToolFacts Tool { get; } = new(ToolName, Version());

    public static RunFacts Read(string id, RunRequest request, DateTimeOffset now) => new()
    {
        Id = id,
        Target = request.Target,
        StartedAt = now,
        Trigger = request.Trigger,
        Command = request.Command,
        Git = request.Flake is { } flake ? Git(flake) : null,
        Flake = request.Flake is { } url ? new FlakeFacts(url) : null,
        Machine = Machine(),
    };

    public static MachineFacts Machine() => new()
    {
        Os = OperatingSystemName(),
        Cores = Environment.ProcessorCount,
        MemoryMiB = MemoryInfo("MemTotal") >> 20,
    };

    /// <summary>A figure of /proc/meminfo (proc(5)) in bytes.</summary>
    public static long MemoryInfo(string name)
    {
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(each => each.StartsWith(name + ":", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    private static string Version() =>
        typeof(RunFactsReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0";

    private static string OperatingSystemName()
    {
        const string key = "PRETTY_NAME=";
        var line = File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").FirstOrDefault(each => each.StartsWith(key, StringComparison.Ordinal))
            : null;
        return line?[key.Length..].Trim('"') ?? Environment.OSVersion.VersionString;
    }

    /// <summary>Null where the flake is no local Git repository, or one that cannot be read.</summary>
    private static GitFacts? Git(string flake)
    {
        try
        {
            if (!Directory.Exists(flake) || Repository.Discover(flake) is not { } path)
            {
                return null;
            }

            using var repository = new Repository(path);
            var branch = repository.Info.IsHeadDetached ? null : repository.Head.FriendlyName;
            return new GitFacts(repository.Head.Tip?.Sha, branch, repository.RetrieveStatus().IsDirty);
        }
        catch (LibGit2SharpException)
        {
            return null;
        }
    }
}
