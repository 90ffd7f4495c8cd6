using System.Security.Cryptography;
using System.Text;
using VmTest.Model;
using VmTest.Nix;
using static VmTest.Model.FlakePaths;

namespace VmTest.CommandLine;

/// <summary>
/// Where runs leave their files. Nix copies a flake in a folder without Git as it is, with everything in it: results in it
/// would be part of the flake that is tested, and change it with every line of a log.
/// </summary>
internal static class DefaultOutput
{
    private const string StateVariable = "XDG_STATE_HOME";
    private const int HashLength = 8;

    /// <summary>Below the working directory; for a flake without Git that this would be part of, in the user's state folder.</summary>
    /// <param name="flake">An absolute path, or a flake reference that is no folder here.</param>
    /// <param name="workingDirectory">Absolute.</param>
    public static string For(string flake, string workingDirectory)
    {
        var usual = Path.GetFullPath(RunPaths.DefaultOutput, workingDirectory);
        return IsInFlake(usual, flake) ? InState(flake) : usual;
    }

    /// <summary>Whether a folder is part of the flake as Nix sees it.</summary>
    public static bool IsInFlake(string folder, string flake) =>
        Path.IsPathFullyQualified(flake)
        && (folder + "/").StartsWith(Path.TrimEndingDirectorySeparator(flake) + "/", StringComparison.Ordinal)
        && File.Exists(Path.Combine(flake, FlakeFile)) && !new FlakeSource(flake).IsRepository;

    private static string InState(string flake)
    {
        var state = Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } given && Path.IsPathFullyQualified(given)
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        var folder = Path.TrimEndingDirectorySeparator(flake);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..HashLength];
        return Path.Combine(state, "vmtest", $"{Path.GetFileName(folder)}-{hash}");
    }
}
