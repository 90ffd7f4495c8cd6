using VmTest.Supervision;

namespace VmTest.Nix;

/// <summary>
/// What every call of Nix is given, by the environment alone: a person's own configuration is read and never written.
/// </summary>
internal static class NixSettings
{
    /// <summary>Connecting to any download server.</summary>
    private const int NixConnectTimeoutSeconds = 5;

    /// <summary>A download without a byte for this long is over.</summary>
    private const int NixStalledDownloadSeconds = 30;

    private const string ConfigVariable = "NIX_CONFIG";
    private const string BuildUsers = "nixbld";
    private const string GitConfigCount = "GIT_CONFIG_COUNT";

    /// <param name="more">Further lines.</param>
    /// <param name="scratch">Where builders get their temporary folders; it goes away with the run.</param>
    public static IReadOnlyDictionary<string, string?> Environment(string scratch, IEnumerable<string> more) =>
        new Dictionary<string, string?>
        {
            [ConfigVariable] = string.Join('\n', Lines().Concat(more)),
            ["TMPDIR"] = scratch,
            ["NO_COLOR"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            // A repository's own configuration names a program that git would start to look for changes.
            [GitConfigCount] = $"{OwnGitConfig + 1}",
            [$"GIT_CONFIG_KEY_{OwnGitConfig}"] = "core.fsmonitor",
            [$"GIT_CONFIG_VALUE_{OwnGitConfig}"] = "false",
        };

    private static int OwnGitConfig => int.TryParse(System.Environment.GetEnvironmentVariable(GitConfigCount), out var count) ? count : 0;

    private static IEnumerable<string> Lines()
    {
        // A person's own NIX_CONFIG comes first; where both say something, ours is the later line and holds.
        if (System.Environment.GetEnvironmentVariable(ConfigVariable) is { Length: > 0 } own)
        {
            yield return own;
        }

        yield return "extra-experimental-features = nix-command flakes";
        yield return $"connect-timeout = {NixConnectTimeoutSeconds}";
        yield return $"stalled-download-timeout = {NixStalledDownloadSeconds}";
        yield return "download-attempts = 1";
        yield return "fallback = false";
        yield return "warn-dirty = false";
        // Nix 2.8 remembers that an attribute failed and not why; nothing here is evaluated twice anyway.
        yield return "eval-cache = false";
        // Debian's package makes no build users, and root without them cannot build.
        if (NativeMethods.GetUserId() == 0 && !HasBuildUsers())
        {
            yield return "build-users-group =";
        }
    }

    private static bool HasBuildUsers() =>
        File.Exists("/etc/group") && File.ReadLines("/etc/group").Any(line => line.StartsWith(BuildUsers + ":", StringComparison.Ordinal));
}
