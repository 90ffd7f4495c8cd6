using System.Globalization;
using System.Reflection;
using LibGit2Sharp;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Runs;

/// <summary>Finds out who runs what, where.</summary>
internal static class RunFactsReader
{
    private const string ToolName = "vmtest";

    public static ToolFacts Tool { get; } = new(ToolName, Version());

    public static RunFacts Read(RunSession session) => new()
    {
        Id = session.Id,
        Target = session.Settings.Target,
        StartedAt = session.Time.GetUtcNow(),
        Trigger = Trigger(),
        Git = Git(session.Flake),
        Flake = session.Settings.Target == Targets.Demo ? null : new FlakeFacts(session.Flake),
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
        typeof(RunFactsReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static string Trigger() => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true"
        ? $"github:{Environment.GetEnvironmentVariable("GITHUB_EVENT_NAME")}"
        : "command-line";

    private static string OperatingSystemName()
    {
        const string key = "PRETTY_NAME=";
        var line = File.Exists("/etc/os-release") ? File.ReadLines("/etc/os-release").FirstOrDefault(each => each.StartsWith(key, StringComparison.Ordinal)) : null;
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
