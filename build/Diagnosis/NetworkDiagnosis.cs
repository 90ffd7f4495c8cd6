using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Tells a network error from every other, and names the host, the URL and what wanted it.</summary>
internal static partial class NetworkDiagnosis
{
    /// <summary>The download that ended Nix; null where none did.</summary>
    public static Finding? Find(NixOutcome outcome, IReadOnlyList<NixError> errors, FlakeSource source)
    {
        foreach (var error in errors)
        {
            if (NetworkErrors.Read(error.Core) is { } direct)
            {
                return Describe(direct, WantedBy(direct.Url, error, source), error.Excerpt(Limits.ExcerptLines));
            }
        }

        // A server that limits requests answers with a page, which Nix then reads as a flake.
        foreach (var message in outcome.Log.Messages.Where(message => message.Level == NixActivity.LevelWarning))
        {
            if (NetworkErrors.Read(message.Text) is { Code: FailureCodes.NetworkRateLimit } limited && CacheOf(limited.Url) is null)
            {
                return Describe(limited, errors.Count > 0 ? WantedBy(limited.Url, errors[0], source) : null, [message.Text.Split('\n')[0]]);
            }
        }

        if (errors.FirstOrDefault(error => Archive().IsMatch(error.Core)) is { } cut)
        {
            return OfArchive(cut);
        }

        // git and ssh write their own words past Nix, which then only says that a repository could not be had.
        if (!errors.Any(error => OtherProgram().IsMatch(error.Core)))
        {
            return null;
        }

        var lines = outcome.Log.Messages.Where(message => message.Plain).Select(message => message.Text).ToList();
        return (lines.Select(NetworkErrors.Read).FirstOrDefault(found => found is not null) ?? NetworkErrors.ReadGit(lines)) is { } download
            ? OfRepository(download with { Blocked = lines.Exists(AgentFirewall.Answers) }, errors, lines, source)
            : null;
    }

    /// <summary>ssh says at most which host it talked to; Nix says which repository it wanted.</summary>
    private static Finding OfRepository(
        NetworkError download, IReadOnlyList<NixError> errors, IReadOnlyList<string> lines, FlakeSource source)
    {
        var url = lines.Concat(errors.Select(error => error.Text)).Select(GitRefusals.Url).FirstOrDefault(found => found is not null)
            ?? FlakeInputs.Repository(download.Host == NetworkErrors.UnnamedHost ? null : download.Host, source);
        var named = url is not null && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? download with { Url = url, Host = uri.Host }
            : download;
        return Describe(named, WantedBy(named.Url, errors[0], source), [.. lines.TakeLast(Limits.ExcerptLines)]);
    }

    /// <summary>What was fetched cannot be unpacked: it broke off, or something else came in its place.</summary>
    private static Finding OfArchive(NixError error)
    {
        var input = FetchedInput().Match(error.Text) is { Success: true } match ? match.Groups["input"].Value : null;
        return new Finding
        {
            Code = FailureCodes.NetworkOther,
            Origin = FailureOrigin.Environment,
            Message = $"What was fetched{(input is null ? string.Empty : $" for '{input}'")} cannot be unpacked: "
                + $"{Archive().Match(error.Core).Groups["cause"].Value}.",
            Subject = input is null ? null : new Subject(SubjectKind.Url, input),
            Excerpt = error.Excerpt(Limits.ExcerptLines),
            Hint = "The transfer broke off, or a proxy answered in the server's place: run it again, and look at what the URL gives.",
        };
    }

    /// <summary>The download for which a builder failed; null where it failed for another reason.</summary>
    /// <param name="lines">What the builder said.</param>
    /// <param name="derivation">The derivation's name.</param>
    public static Finding? OfFetcher(IReadOnlyList<string> lines, string derivation)
    {
        var text = string.Join('\n', lines);
        return NetworkErrors.Read(text) is { } error ? Describe(error, $"the derivation '{derivation}'", []) : null;
    }

    /// <summary>Caches that could not be reached while the build went on without them.</summary>
    public static IReadOnlyList<Finding> Warnings(NixOutcome outcome)
    {
        var found = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var message in outcome.Log.Messages.Where(message => message.Level <= NixActivity.LevelWarning))
        {
            if (NetworkErrors.Read(message.Text) is { } error && CacheOf(error.Url) is { } cache)
            {
                found.TryAdd(error.Host, AsWarning(Describe(error, $"the binary cache '{cache}'", [message.Text.Split('\n')[0]])));
            }
        }

        return [.. found.Values];
    }

    /// <summary>The address of the cache that failed; null for any other failure.</summary>
    public static string? CacheOf(Finding failure) =>
        failure.Code.StartsWith(FailureCodes.NetworkPrefix, StringComparison.Ordinal) && failure.Subject is { } subject
            ? CacheOf(subject.Name)
            : null;

    /// <summary>The failure of a cache, where the build goes on without it.</summary>
    public static Finding AsWarning(Finding failure) => failure with
    {
        Message = $"The build goes on without a binary cache. {failure.Message}",
        Hint = "What the cache holds is built here, or comes from another cache; this run takes longer for it.",
    };

    /// <summary>Whether the message tells of a download without which the build must fail.</summary>
    public static bool Dooms(NixMessage message, NixLogReader log, Derivations derivations)
    {
        if (NetworkErrors.Read(message.Text) is { } error)
        {
            return CacheOf(error.Url) is null;
        }

        return StorePath.DerivationIn(message.Text) is { } derivation
            && derivations.Fetches(derivation)
            && log.Builder(derivation) is { } builder
            && OfFetcher([.. builder.Kept], derivation) is not null;
    }

    /// <summary>The address of the cache where the URL is that of a cache's file; null for any other.</summary>
    private static string? CacheOf(string url)
    {
        var match = CacheFile().Match(url);
        return match.Success ? match.Groups["cache"].Value : null;
    }

    private static string? WantedBy(string url, NixError error, FlakeSource source)
    {
        if (CacheOf(url) is { } cache)
        {
            return $"the binary cache '{cache}'";
        }

        if (FlakeInputs.Wanting(url, error.Text, source) is { } input)
        {
            return $"the flake input '{input}'";
        }

        return url.EndsWith("flake-registry.json", StringComparison.Ordinal) ? "the flake registry"
            : StorePath.DerivationIn(error.Text) is { } derivation ? $"the derivation '{StorePath.NameOf(derivation)}'"
            : null;
    }

    private static Finding Describe(NetworkError error, string? wantedBy, IReadOnlyList<string> excerpt) => new()
    {
        Code = error.Code,
        Origin = FailureOrigin.Environment,
        Message = $"Fetching '{error.Url}'{(wantedBy is null ? string.Empty : $" for {wantedBy}")} failed: {Words(error)} ({error.Cause}).",
        Subject = new Subject(SubjectKind.Url, error.Url),
        Excerpt = excerpt,
        Hint = Hint(error),
    };

    private static string Hint(NetworkError error) =>
        error.Blocked ? AgentFirewall.Hint(error.Host) : GitRefusals.Find(error)?.Hint ?? HintByCode(error);

    private static string HintByCode(NetworkError error) => error.Code switch
    {
        FailureCodes.NetworkHttp => "Check that the URL is right and still exists, and that this machine may read it.",
        FailureCodes.NetworkRateLimit =>
            $"Wait, or give Nix a token of '{error.Host}': access-tokens = "
                + $"{error.Host.Replace("api.github.com", "github.com", StringComparison.Ordinal)}=TOKEN in nix.conf.",
        FailureCodes.NetworkTls =>
            $"Check this machine's clock and certificates (NIX_SSL_CERT_FILE), and whether a proxy stands before '{error.Host}'.",
        FailureCodes.NetworkDns => $"Check the host's name and this machine's name resolution for '{error.Host}'; nothing was tried twice.",
        _ => $"Check that this machine reaches '{error.Host}' (proxy, firewall), or prefetch what is needed; nothing was tried twice.",
    };

    private static string Words(NetworkError error) => GitRefusals.Find(error)?.Words ?? error.Code switch
    {
        FailureCodes.NetworkDns => $"the name of the host '{error.Host}' cannot be resolved",
        FailureCodes.NetworkRefused => $"the host '{error.Host}' cannot be connected to",
        FailureCodes.NetworkTimeout => $"the host '{error.Host}' did not answer in time",
        FailureCodes.NetworkTls => $"the host '{error.Host}' cannot be trusted",
        FailureCodes.NetworkHttp => $"the host '{error.Host}' refused it",
        FailureCodes.NetworkRateLimit => $"the host '{error.Host}' limits the rate of requests",
        _ => $"the connection to the host '{error.Host}' failed",
    };

    [GeneratedRegex(@"^(?<cache>.+?)/(?:nix-cache-info|[0-9a-z]{32}\.narinfo|nar/[^/]+|log/[^/]+\.drv|realisations/[^/]+)$")]
    private static partial Regex CacheFile();

    [GeneratedRegex(@"failed to extract archive \((?<cause>[^)\n]+)\)|(?<cause>cannot decompress[^\n]*|"
        + @"tarball '[^']+' contains an unexpected[^\n]*)")]
    private static partial Regex Archive();

    [GeneratedRegex(@"while fetching the input '(?<input>[^'\n]+)'|while unpacking '?(?<input>[^'\s]+)")]
    private static partial Regex FetchedInput();

    [GeneratedRegex(@"\b(?:git|ssh|hg)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OtherProgram();
}
