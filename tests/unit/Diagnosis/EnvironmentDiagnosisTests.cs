using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.UnitTests.Diagnosis;

/// <summary>What the versions of Nix say where this machine keeps them from their work, in their own words.</summary>
public sealed class EnvironmentDiagnosisTests
{
    private const string GitHint = "git config --global --add safe.directory /srv/flake";
    private const string StoreHint = "systemctl start nix-daemon";

    [TestCase("fatal: detected dubious ownership in repository at '/srv/flake'\n@nix {\"action\":\"msg\",\"level\":0,\"msg\":"
        + "\"error: program 'git' failed with exit code 128\",\"raw_msg\":\"program 'git' failed with exit code 128\"}",
        TestName = "Nix 2.8")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error:\\n       … while fetching the input 'git+file:///srv/flake'\\n\\n"
        + "       error: opening Git repository \\\"/srv/flake\\\": repository path '/srv/flake' is not owned by current user\","
        + "\"raw_msg\":\"opening Git repository \\\"/srv/flake\\\": repository path '/srv/flake' is not owned by current user\"}",
        TestName = "Nix 2.26")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error:\\n       error: opening Git repository \\\"/srv/flake\\\": repository "
        + "path '/srv/flake' is not owned by current user (libgit2 error code = 7)\"}", TestName = "Nix 2.34")]
    public void A_repository_of_another_user_is_named_with_the_way_out(string said)
    {
        var failure = Explain(said);

        Assert.That((failure.Code, failure.Origin), Is.EqualTo(("environment.repository-owner", FailureOrigin.Environment)));
        Assert.That(failure.Subject?.Name, Is.EqualTo("/srv/flake"));
        Assert.That(failure.Hint, Does.Contain(GitHint));
    }

    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: could not set permissions on '/nix/var/nix/profiles/per-user' to 755: "
        + "Operation not permitted\"}", "/nix/var/nix/profiles/per-user", TestName = "Nix 2.8, root's store")]
    [TestCase("error: opening lock file '/nix/var/nix/db/big-lock': Permission denied", "/nix/var/nix/db/big-lock",
        TestName = "Nix 2.26, root's store")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error:\\n       error: opening lock file \\\"/nix/var/nix/db/big-lock\\\": "
        + "Permission denied\"}", "/nix/var/nix/db/big-lock", TestName = "Nix 2.34, root's store")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': No "
        + "such file or directory\"}", "/nix/var/nix/daemon-socket/socket", TestName = "no daemon")]
    public void A_store_that_the_user_may_not_use_is_named_with_the_way_out(string said, string subject)
    {
        var failure = Explain(said);

        Assert.That((failure.Code, failure.Origin), Is.EqualTo(("environment.nix-store", FailureOrigin.Environment)));
        Assert.That(failure.Subject?.Name, Is.EqualTo(subject));
        Assert.That(failure.Hint, Does.Contain(StoreHint));
    }

    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"trace: cannot connect to socket at '/x': refused\"}")]
    [TestCase("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: opening file '/nix/store/abc-source/key': Permission denied\"}")]
    public void What_a_configuration_traces_or_may_not_read_is_no_failure_of_the_environment(string said) =>
        Assert.That(Explain(said).Code, Does.Not.StartWith("environment."));

    [TestCase(137, "", "Nix was killed by SIGKILL when it had 3.0 GiB of memory", TestName = "killed by the kernel")]
    [TestCase(1, "GC Warning: Failed to expand heap by 781380 KiB\nGC Warning: Out of Memory! Heap size: 384 MiB. Returning NULL!",
        "Nix ran out of memory when it had 3.0 GiB", TestName = "the collector of Nix has no memory")]
    [TestCase(1, "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: out of memory\"}", "Nix ran out of memory when it had 3.0 GiB",
        TestName = "Nix says it")]
    [TestCase(1, "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: std::bad_alloc\"}", "Nix ran out of memory when it had 3.0 GiB",
        TestName = "C++ says it")]
    [TestCase(1, "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: unable to fork: Cannot allocate memory\"}",
        "Nix ran out of memory when it had 3.0 GiB", TestName = "the kernel says it")]
    public void A_Nix_without_memory_is_named_as_that_with_its_size(int exitCode, string said, string message)
    {
        var failure = Explain(said, exitCode);

        Assert.That((failure.Code, failure.Origin), Is.EqualTo(("environment.memory", FailureOrigin.Environment)));
        Assert.That(failure.Message, Does.StartWith(message));
        Assert.That(failure.Hint, Does.Contain("--jobs=1"));
    }

    private static Finding Explain(string said, int exitCode = 1)
    {
        var reader = new NixLogReader(TextWriter.Null);
        foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            reader.Read(line);
        }

        var outcome = new NixOutcome(exitCode, string.Empty, reader, new Derivations("/")) { PeakMemory = 3L << 30 };
        return NixDiagnosis.OfEvaluation(outcome, new FlakeSource("/srv/flake"), null)[0];
    }
}
