using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Reads the network errors of the programs that Nix and builders fetch with: curl and its library, git, ssh, wget.</summary>
internal static partial class NetworkErrors
{
    // curl's own numbers (libcurl-errors(3)), which Nix and curl print in brackets.
    private static readonly Dictionary<int, string> CodesByCurlError = new()
    {
        [5] = FailureCodes.NetworkDns,
        [6] = FailureCodes.NetworkDns,
        [7] = FailureCodes.NetworkRefused,
        [28] = FailureCodes.NetworkTimeout,
        [35] = FailureCodes.NetworkTls,
        [51] = FailureCodes.NetworkTls,
        [53] = FailureCodes.NetworkTls,
        [58] = FailureCodes.NetworkTls,
        [60] = FailureCodes.NetworkTls,
        [77] = FailureCodes.NetworkTls,
        [83] = FailureCodes.NetworkTls,
        [90] = FailureCodes.NetworkTls,
        [91] = FailureCodes.NetworkTls,
    };

    // Where a program gives words and no number. The first that is found holds.
    private static readonly (string Words, string Code)[] CodesByWords =
    [
        ("could not resolve", FailureCodes.NetworkDns),
        ("couldn't resolve", FailureCodes.NetworkDns),
        ("name or service not known", FailureCodes.NetworkDns),
        ("temporary failure in name resolution", FailureCodes.NetworkDns),
        ("unable to resolve", FailureCodes.NetworkDns),
        ("connection refused", FailureCodes.NetworkRefused),
        ("network is unreachable", FailureCodes.NetworkRefused),
        ("no route to host", FailureCodes.NetworkRefused),
        ("couldn't connect", FailureCodes.NetworkRefused),
        ("certificate", FailureCodes.NetworkTls),
        ("ssl", FailureCodes.NetworkTls),
        ("tls", FailureCodes.NetworkTls),
        ("timed out", FailureCodes.NetworkTimeout),
        ("timeout", FailureCodes.NetworkTimeout),
        ("failed to connect", FailureCodes.NetworkRefused),
        ("could not connect", FailureCodes.NetworkRefused),
    ];

    /// <summary>Where no line names it.</summary>
    public const string UnnamedHost = "an unnamed host";

    /// <summary>Null where the text tells of no failed download.</summary>
    public static NetworkError? Read(string text)
    {
        if (Download().Match(text) is { Success: true } download)
        {
            return Describe(download.Groups["url"].Value, download.Groups["cause"].Value, text);
        }

        if (Git().Match(text) is { Success: true } git)
        {
            return Describe(git.Groups["url"].Value, git.Groups["cause"].Value, text);
        }

        if (Ssh().Match(text) is { Success: true } ssh)
        {
            return Describe(ssh.Groups["host"].Value, ssh.Groups["cause"].Value, text);
        }

        return Curl().Match(text) is { Success: true } curl ? OfCurl(curl, text) : null;
    }

    /// <summary>
    /// What git and ssh say of a repository that they may not read, or that is not there: they name host or URL in one of
    /// their lines, and the reason in another.
    /// </summary>
    /// <param name="lines">Their lines.</param>
    public static NetworkError? ReadGit(IReadOnlyList<string> lines)
    {
        var cause = lines.FirstOrDefault(line => GitReason().IsMatch(line));
        if (cause is null)
        {
            return null;
        }

        var place = lines.Select(line => GitPlace().Match(line)).FirstOrDefault(match => match.Success)?.Groups["place"].Value;
        return Describe(place ?? UnnamedHost, cause.Trim().TrimEnd('.'), string.Join('\n', lines));
    }

    private static NetworkError OfCurl(Match curl, string text)
    {
        var cause = curl.Value.Trim();
        var host = HostName().Match(cause) is { Success: true } name ? name.Groups["host"].Value : null;
        // curl says where it failed, not what it fetched; the scripts around it say that.
        var url = Url().Matches(text)
            .Select(match => match.Value.TrimEnd('.', ',', ')', '\'', '"'))
                .FirstOrDefault(each => host is null || each.Contains(host, StringComparison.OrdinalIgnoreCase));
        return Describe(url ?? host ?? UnnamedHost, cause, text);
    }

    private static NetworkError Describe(string url, string cause, string text)
    {
        var host = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : url;
        var firstLine = cause.Split('\n')[0].Trim();
        return new NetworkError(CodeOf(cause, text), url, host, firstLine, AgentFirewall.Answers(text));
    }

    private static string CodeOf(string cause, string text)
    {
        // A transfer that broke off names the status, too, with which it had begun.
        if (HttpStatus().Match(cause) is { Success: true } status
            && (status.Groups["status"].Value[0] is '4' or '5' || !cause.Contains("curl error", StringComparison.Ordinal)))
        {
            var limited = status.Groups["status"].Value == "429"
                || (status.Groups["status"].Value == "403" && text.Contains("rate limit", StringComparison.OrdinalIgnoreCase));
            return limited ? FailureCodes.NetworkRateLimit : FailureCodes.NetworkHttp;
        }

        if (CurlNumber().Match(cause) is { Success: true } number
            && CodesByCurlError.TryGetValue(int.Parse(number.Groups["number"].Value, CultureInfo.InvariantCulture), out var code))
        {
            return code;
        }

        return CodesByWords.FirstOrDefault(
            each => cause.Contains(each.Words, StringComparison.OrdinalIgnoreCase)).Code ?? FailureCodes.NetworkOther;
    }

    [GeneratedRegex(@"unable to download '(?<url>[^'\n]+)':\s*(?<cause>[^\n]+)")]
    private static partial Regex Download();

    [GeneratedRegex(@"unable to access '(?<url>[^'\n]+?)/?':\s*(?<cause>[^\n]+)")]
    private static partial Regex Git();

    [GeneratedRegex(@"ssh: (?:connect to host (?<host>\S+) port \d+|Could not resolve hostname (?<host>[^:\s]+)): (?<cause>[^\n]+)")]
    private static partial Regex Ssh();

    [GeneratedRegex(@"Permission denied \(\w|Host key verification failed|could not read Username|Authentication failed|[Rr]epository not "
        + @"found|repository '[^']+' not found|does not appear to be a git repository|couldn't find remote ref|Could not read from remote "
        + @"repository|The requested URL returned error|early EOF|RPC failed|not our ref|unexpected disconnect")]
    private static partial Regex GitReason();

    [GeneratedRegex(@"^(?:\S+@)?(?<place>[\w.-]+\.\w[\w.-]*): Permission denied|(?:repository|for) '(?<place>[^'\n]+?)/?'(?: not found|:|$)"
        + @"|connection to (?<place>[\w.-]+) ")]
    private static partial Regex GitPlace();

    [GeneratedRegex(@"curl: \(\d+\) [^\n]+")]
    private static partial Regex Curl();

    [GeneratedRegex(@"(?:host:?|to|resolve) ['""]?(?<host>(?:[\w-]+\.)+[\w-]+|localhost)")]
    private static partial Regex HostName();

    [GeneratedRegex(@"(?:https?|ftp)://[^\s'""<>]+")]
    private static partial Regex Url();

    [GeneratedRegex(@"(?:HTTP error|returned error:|requested URL returned error:) *(?<status>\d{3})")]
    private static partial Regex HttpStatus();

    [GeneratedRegex(@"\((?:curl error code=)?(?<number>\d{1,3})\)")]
    private static partial Regex CurlNumber();
}
