using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Why a host that was reached gave no repository, as git and ssh say it.</summary>
internal static partial class GitRefusals
{
    /// <summary>What it means, and what to do; null for any other cause.</summary>
    /// <param name="error">The host and the cause in git's or ssh's words.</param>
    public static (string Words, string Hint)? Find(NetworkError error)
    {
        if (HostKey().IsMatch(error.Cause))
        {
            return ($"the key of the host '{error.Host}' is not known to the user who fetches",
                $"Compare the host's key and add it once, as the user who runs Nix: ssh-keyscan {error.Host} >> ~/.ssh/known_hosts.");
        }

        if (Key().IsMatch(error.Cause))
        {
            return ($"the host '{error.Host}' accepts no key of the user who fetches",
                $"Give the user who runs Nix a key that '{error.Host}' accepts (an agent, a deploy key), or fetch by https with a token.");
        }

        return Repository().IsMatch(error.Cause)
            ? ($"the host '{error.Host}' has no such repository, or hides it from the user who fetches",
                "Check the repository's path in the input's URL, and whether the user who runs Nix may read it.")
            : null;
    }

    /// <summary>The repository that was fetched, by what git and Nix say around it; null where they do not.</summary>
    public static string? Url(string text) => Fetched().Match(text) is { Success: true } match ? match.Groups["url"].Value : null;

    [GeneratedRegex("Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED")]
    private static partial Regex HostKey();

    [GeneratedRegex(@"Permission denied \((?:publickey|password|keyboard)|Too many authentication failures")]
    private static partial Regex Key();

    [GeneratedRegex("does not appear to be a git repository|[Rr]epository not found|remote: Not Found|project you were looking for")]
    private static partial Regex Repository();

    [GeneratedRegex(@"(?:[Ff]etch(?:ing)? [Gg]it repository|fetching (?:the )?input) '(?:git\+)?"
        + @"(?<url>(?:ssh|https?|git)://[^'?\s]{1,500})")]
    private static partial Regex Fetched();
}
