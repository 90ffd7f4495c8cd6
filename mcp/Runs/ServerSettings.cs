using VmTest.CommandLine;

namespace VmTest.Mcp.Runs;

/// <summary>The arguments that the server was started with: those of VmTest, for every call that does not say otherwise.</summary>
internal sealed class ServerSettings
{
    private static readonly string[] NotHere = ["--target", "--format", "--filter", "--exclusive", "--dryrun", "--tree", "--description",
        "--info", "--compare"];

    private readonly IReadOnlyList<string> words;
    private readonly string workingDirectory;

    /// <exception cref="UsageException">A word is unknown, does not fit, or has no meaning here.</exception>
    public ServerSettings(IReadOnlyList<string> words, string workingDirectory)
    {
        this.words = words;
        this.workingDirectory = workingDirectory;
        foreach (var word in words)
        {
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"'{word}' is not an argument: every argument has the form --name=value; see --help.");
            }

            if (NotHere.Contains(NameOf(word)))
            {
                throw new UsageException($"{NameOf(word)} has no meaning here: each tool is a target of its own; see --help.");
            }
        }

        _ = For(Targets.FlakeCheck, []);
    }

    /// <summary>The settings of one call.</summary>
    /// <param name="target">What it does.</param>
    /// <param name="own">Its own arguments, each as <c>--name=value</c>; they win.</param>
    /// <exception cref="UsageException">A value does not fit.</exception>
    public Settings For(string target, IReadOnlyList<string> own)
    {
        var names = own.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        // Another flake has other hosts.
        var replaced = names.Contains("--flake") ? names.Append("--host") : names;
        return SettingsParser.Parse(
            [$"--target={target}", .. words.Where(word => !replaced.Contains(NameOf(word))), .. own], workingDirectory);
    }

    private static string NameOf(string word) => word.Split('=', 2)[0];
}
