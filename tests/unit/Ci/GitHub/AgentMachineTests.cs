using VmTest.Ci.GitHub;
using VmTest.Model;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Ci.GitHub;

public sealed class AgentMachineTests
{
    private const string Ruleset = "COPILOT_AGENT_FIREWALL_ENABLE_RULESET_ALLOW_LIST";

    [TestCase(FailureCodes.NetworkDns, "cannot be resolved (Could not resolve host).", true)]
    [TestCase(FailureCodes.NetworkRefused, "cannot be connected to.", true)]
    [TestCase(FailureCodes.NetworkTimeout, "did not answer in time.", true)]
    [TestCase(FailureCodes.NetworkTls, "cannot be trusted.", true)]
    [TestCase(FailureCodes.NetworkHttp, "refused it (The requested URL returned error: 403).", true)]
    [TestCase(FailureCodes.NetworkHttp, "refused it (HTTP error 404).", false, Description = "the host itself has answered")]
    [TestCase(FailureCodes.NetworkRateLimit, "limits the rate of requests (HTTP error 429).", false)]
    [TestCase(FailureCodes.HashMismatch, "has another hash.", false)]
    public void Behind_the_firewall_a_download_that_failed_has_its_hint(string code, string message, bool expected)
    {
        var failure = Made(AgentMachine.Detect(name => name == Ruleset ? "true" : null), Download with { Code = code, Message = message });

        Assert.That(failure.Hint, expected
            ? Does.Contain("behind the Copilot agent's firewall").And.Contain("'cache.example.org' added to the agent's allowlist")
            : Is.EqualTo(Download.Hint));
    }

    [TestCase(Ruleset, "true", true)]
    [TestCase("COPILOT_AGENT_FIREWALL_LOG_FILE", "/tmp/fw.jsonl", true)]
    [TestCase("COPILOT_AGENT_FIREWALL_ALLOW_LIST", "localhost", true)]
    [TestCase("COPILOT_AGENT_FIREWALL_ENABLED", "true", true)]
    [TestCase("COPILOT_AGENT_FIREWALL_ENABLED", "false", false)]
    [TestCase("COPILOT_AGENT_SESSION_ID", "1", false, Description = "a session on somebody's own machine has it, too")]
    [TestCase("GITHUB_ACTIONS", "true", false)]
    public void Only_variables_of_the_firewall_are_its_sign(string variable, string value, bool expected)
    {
        var failure = Made(AgentMachine.Detect(name => name == variable ? value : null), Download);

        Assert.That(failure.Hint, expected ? Does.Contain("agent's firewall") : Is.EqualTo(Download.Hint));
    }

    [Test]
    public void Where_the_firewall_has_answered_the_hint_of_the_diagnosis_stays()
    {
        var failure = Made(AgentMachine.Detect(_ => "true"), Download with
        {
            Code = FailureCodes.NetworkHttp,
            Message = "refused it (HTTP error 403).",
            Excerpt = ["response body:", "Blocked by DNS monitoring proxy"],
        });

        Assert.That(failure.Hint, Is.EqualTo(Download.Hint));
    }

    private static Finding Download => new()
    {
        Code = FailureCodes.NetworkDns,
        Origin = FailureOrigin.Environment,
        Message = "cannot be resolved.",
        Subject = new Subject(SubjectKind.Url, "https://cache.example.org/nix-cache-info"),
        Hint = "Check the name.",
    };

    private static Failure Made(AgentMachine machine, Finding finding)
    {
        using var record = new RunRecord(new SaidLog(), hints: machine);
        record.Begin(EventLog.InMemory(TimeProvider.System));
        record.Fail([finding]);
        return record.Failures.Single();
    }
}
