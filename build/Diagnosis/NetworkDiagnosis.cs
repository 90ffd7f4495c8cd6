using System.Text.RegularExpressions;
using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>Tells a network error from every other, and names the host, the URL and what was being fetched.</summary>
internal static partial class NetworkDiagnosis
{
    // curl's own numbers (libcurl-errors(3)), which Nix prints in brackets behind curl's text.
    private static readonly Dictionary<int, string> CodesByCurlError = new()
    {
        [5] = FailureCodes.NetworkDns,
        [6] = FailureCodes.NetworkDns,
        [7] = FailureCodes.NetworkRefused,
        [28] = FailureCodes.NetworkTimeout,
        [35] = FailureCodes.NetworkTls,
        [51] = FailureCodes.NetworkTls,
        [58] = FailureCodes.NetworkTls,
        [60] = FailureCodes.NetworkTls,
    };

    /// <summary>Null where no message tells of a failed download.</summary>
    public static Failure? Find(IReadOnlyList<NixMessage> errors)
    {
        foreach (var error in errors)
        {
            if (Download().Match(error.Text) is { Success: true } match)
            {
                return Describe(match.Groups["url"].Value, match.Groups["cause"].Value.Trim(), error);
            }
        }

        return null;
    }

    private static Failure Describe(string url, string cause, NixMessage error)
    {
        var host = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : url;
        var code = CodeOf(cause, error.Text);
        return new Failure
        {
            Code = code,
            Origin = FailureOrigin.Environment,
            Message = $"Fetching '{url}' failed: {Words(code, host)} ({cause}).",
            Subject = new Subject(SubjectKind.Url, url),
            Excerpt = [.. error.Text.Split('\n').Where(line => line.Trim().Length > 0)],
            Hint = code == FailureCodes.NetworkHttp
                ? "Check that the URL is right and still exists."
                : $"Check that this machine reaches {host}, or prefetch what is needed; nothing was tried twice.",
        };
    }

    private static string CodeOf(string cause, string text)
    {
        if (HttpStatus().Match(cause) is { Success: true } status)
        {
            var limited = status.Groups["status"].Value == "429" || text.Contains("rate limit", StringComparison.OrdinalIgnoreCase);
            return limited ? FailureCodes.NetworkRateLimit : FailureCodes.NetworkHttp;
        }

        return CurlNumber().Match(cause) is { Success: true } number && CodesByCurlError.TryGetValue(int.Parse(number.Groups["number"].Value), out var code)
            ? code
            : FailureCodes.NetworkOther;
    }

    private static string Words(string code, string host) => code switch
    {
        FailureCodes.NetworkDns => $"the name of the host '{host}' cannot be resolved",
        FailureCodes.NetworkRefused => $"the host '{host}' cannot be connected to",
        FailureCodes.NetworkTimeout => $"the host '{host}' did not answer in time",
        FailureCodes.NetworkTls => $"the host '{host}' cannot be trusted",
        FailureCodes.NetworkHttp => $"the host '{host}' refused it",
        FailureCodes.NetworkRateLimit => $"the host '{host}' limits the rate of requests",
        _ => $"the connection to the host '{host}' failed",
    };

    [GeneratedRegex(@"unable to download '(?<url>[^']+)':\s*(?<cause>[^\n]+)")]
    private static partial Regex Download();

    [GeneratedRegex(@"HTTP error (?<status>\d{3})")]
    private static partial Regex HttpStatus();

    [GeneratedRegex(@"\((?:curl error code=)?(?<number>\d{1,3})\)")]
    private static partial Regex CurlNumber();
}
