namespace VmTest.Diagnosis;

/// <summary>
/// The firewall of the Copilot agent's machine. A host that it does not allow has no address there; for a URL that it does not
/// allow, it answers itself, with status 403 and one line of text (as reports of agents quote it; GitHub documents neither).
/// </summary>
internal static class AgentFirewall
{
    private const string Answer = "Blocked by DNS monitoring proxy";

    /// <summary>Whether the firewall has answered in a server's place.</summary>
    /// <param name="text">All that a program said of a download that failed.</param>
    public static bool Answers(string text) => text.Contains(Answer, StringComparison.Ordinal);

    /// <summary>What to do where the firewall has answered.</summary>
    /// <param name="host">Whom it did not let through.</param>
    public static string Hint(string host) => $"The Copilot agent's firewall answered in place of '{host}'. {Remedy(host)}";

    /// <summary>What to do where the firewall is there, and may be what stopped a download.</summary>
    /// <inheritdoc cref="Hint"/>
    public static string Suspicion(string host) =>
        $"This machine is behind the Copilot agent's firewall, which lets through to allowed hosts only. {Remedy(host)}";

    private static string Remedy(string host) =>
        $"Have it fetched by copilot-setup-steps.yml, or '{host}' added to the agent's allowlist in the repository's settings; "
            + "no edit helps but doing without it.";
}
