using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Ci.GitHub;

/// <summary>
/// The machine of the Copilot agent, whose shell and all that it starts are behind a firewall. Where the firewall does not answer
/// itself, a download fails as it does for anybody without a network; then these variables are the only sign of it.
/// </summary>
/// <param name="behindFirewall">Whether this is such a machine.</param>
internal sealed class AgentMachine(bool behindFirewall) : IHintSource
{
    private const string Prefix = "COPILOT_AGENT_FIREWALL_";
    private const string Enabled = Prefix + "ENABLED";

    // As processes of agents have them; GitHub does not document them. A session on somebody's own machine has none of them.
    private static readonly string[] Signs = [Enabled, Prefix + "LOG_FILE", Prefix + "ENABLE_RULESET_ALLOW_LIST", Prefix + "ALLOW_LIST"];

    // A machine that cannot reach a host; what a host itself has said of a request is not this machine's.
    private static readonly string[] Codes =
    [
        FailureCodes.NetworkDns, FailureCodes.NetworkRefused, FailureCodes.NetworkTimeout, FailureCodes.NetworkTls,
    ];

    /// <param name="variable">Gives an environment variable, or null.</param>
    public static AgentMachine Detect(Func<string, string?> variable) =>
        new(variable(Enabled) != "false" && Signs.Any(sign => !string.IsNullOrEmpty(variable(sign))));

    public string? HintFor(Failure failure) =>
        behindFirewall && (Codes.Contains(failure.Code) || (failure.Code == FailureCodes.NetworkHttp && IsForbidden(failure)))
            ? AgentFirewall.Suspicion(HostOf(failure.Subject?.Name))
            : null;

    /// <summary>The firewall's own status, where a program shows nothing but the number; where it has answered, the hint says so.</summary>
    private static bool IsForbidden(Failure failure) =>
        failure.Message.Contains("403", StringComparison.Ordinal) && !failure.Excerpt.Any(AgentFirewall.Answers);

    private static string HostOf(string? subject) =>
        Uri.TryCreate(subject, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : subject ?? "the host";
}
