using Newtonsoft.Json.Linq;
using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.UnitTests.Diagnosis;

/// <summary>
/// What Nix, Lix, git and ssh say when the cause is not what it first looks like. Lines behind a bang are errors of Nix,
/// those behind a tilde its warnings, the others come from the programs that it calls.
/// </summary>
public sealed class NixSideTests
{
    [TestCase("evaluation.throw", "libfoo", FailureOrigin.Configuration,
        "!trace: warning: something with error: attribute 'x' missing in it",
        "!error: 'libfoo' has been renamed to/replaced by 'foo'",
        TestName = "a renamed name behind a trace")]
    [TestCase("evaluation.throw", "no such kernel", FailureOrigin.Configuration,
        "!error:\n       … caused by explicit throw\n         at /nix/store/abc-source/flake.nix:3:5:\n\n       error: no such kernel",
        TestName = "Lix: a throw in its words")]
    [TestCase("evaluation.assertion", "isNormalUser", FailureOrigin.Configuration,
        "!trace: error: infinite recursion encountered",
        "!error:\nFailed assertions:\n- The option users.users.bob.isNormalUser must be set.",
        TestName = "a trace has the words of a rule")]
    [TestCase("environment.nix-store", "disk I/O error", FailureOrigin.Environment,
        "!error: executing SQLite query 'select 1;': disk I/O error (in '/nix/var/nix/db/db.sqlite')",
        TestName = "a database that the disk fails")]
    [TestCase("environment.tool-missing", "git", FailureOrigin.Environment,
        "!error: executing 'git': No such file or directory",
        TestName = "no git on this machine")]
    [TestCase("environment.disk-space", "No space left on device", FailureOrigin.Environment,
        "!error: creating directory '/nix/store/tmp-1-2': No space left on device",
        TestName = "the disk is full while evaluating")]
    [TestCase("evaluation.impure", "import from derivation", FailureOrigin.Configuration,
        "!error: cannot build '/nix/store/abc-x.drv' during evaluation because the option 'allow-import-from-derivation' is disabled",
        TestName = "import from derivation is not allowed")]
    [TestCase("evaluation.impure", "import from derivation", FailureOrigin.Configuration,
        "!error: cannot build '/nix/store/abc-x.drv' during evaluation, as import from derivation is disabled",
        TestName = "an older word for it")]
    [TestCase("evaluation.impure", "/home/bob/secrets.nix", FailureOrigin.Configuration,
        "!error: access to canonical path '/home/bob/secrets.nix' is forbidden in restricted mode",
        TestName = "a path outside in restricted mode")]
    [TestCase("evaluation.impure", "/etc/nixos/hardware-configuration.nix", FailureOrigin.Configuration,
        "!error: access to absolute path '/etc/nixos/hardware-configuration.nix' is forbidden in pure evaluation mode (use '--impure' to override)",
        TestName = "an absolute path in pure mode")]
    [TestCase("network.tls", "example.org", FailureOrigin.Environment,
        "!error: unable to download 'https://example.org/x.tar.gz': HTTP error 302 (curl error: SSL peer certificate or SSH remote key was not OK)",
        TestName = "a redirect that ends in a bad certificate")]
    [TestCase("network.rate-limit", "api.github.com", FailureOrigin.Environment,
        "~warning: error: unable to download 'https://api.github.com/repos/o/r/commits/HEAD': HTTP error 429; retrying in 300 ms",
        "!error: syntax error, unexpected '<'\n       at /nix/store/abc-source/flake.nix:1:1:",
        TestName = "a limit of requests before a strange syntax error")]
    [TestCase("network.other", "git.example.org", FailureOrigin.Environment,
        "git@git.example.org: Permission denied (publickey).",
        "fatal: Could not read from remote repository.",
        "!error: program 'git' failed with exit code 128",
        TestName = "ssh: no key")]
    [TestCase("network.other", "Host key verification failed", FailureOrigin.Environment,
        "Host key verification failed.",
        "fatal: Could not read from remote repository.",
        "!error: program 'git' failed with exit code 128",
        TestName = "ssh: an unknown host key")]
    [TestCase("environment.tool-missing", "ssh", FailureOrigin.Environment,
        "error: cannot run ssh: No such file or directory",
        "fatal: unable to fork",
        "!error: program 'git' failed with exit code 128",
        TestName = "ssh: is not there")]
    [TestCase("network.other", "truncated gzip input", FailureOrigin.Environment,
        "!error: failed to extract archive (truncated gzip input)",
        TestName = "an input's archive is cut")]
    [TestCase("network.other", "nixpkgs", FailureOrigin.Environment,
        "!error:\n       … while fetching the input 'github:NixOS/nixpkgs/nixos-unstable'\n\n       error: failed to extract archive (truncated gzip input)",
        TestName = "an input's archive is cut, with the input")]
    [TestCase("network.other", "example.org/none.git", FailureOrigin.Environment,
        "remote: Not Found",
        "fatal: repository 'https://example.org/none.git/' not found",
        "!error: program 'git' failed with exit code 128",
        TestName = "a git repository that does not exist")]
    [TestCase("network.other", "could not read Username", FailureOrigin.Environment,
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        "!error: program 'git' failed with exit code 128",
        TestName = "git asks for a password")]
    [TestCase("network.other", "no-such-branch", FailureOrigin.Environment,
        "fatal: couldn't find remote ref refs/heads/no-such-branch",
        "!error: program 'git' failed with exit code 128",
        TestName = "a branch that is not there")]
    [TestCase("evaluation.type", "as a module is none", FailureOrigin.Configuration,
        "!error: module /nix/store/abc-source/not-a-module.nix (/nix/store/abc-source/not-a-module.nix) does not look like a module.",
        TestName = "a module that is none")]
    [TestCase("evaluation.throw", "/data", FailureOrigin.Configuration,
        "!error: No device specified for mount point ‘/data’.",
        TestName = "a mount point without a device")]
    [TestCase("evaluation.throw", "Unknown kernel: x", FailureOrigin.Configuration,
        "!error:\n       … while evaluating the option `boot.kernelPackages':\n\n       error: Unknown kernel: x",
        TestName = "a throw without a position, in new words")]
    [TestCase("evaluation.option-conflict", "system.build.installBootLoader", FailureOrigin.Configuration,
        "!error: The option `system.build.installBootLoader' is defined multiple times while it's expected to be unique.\n\nDefinition values:\n- In `/nix/store/abc-source/nixos/modules/system/boot/loader/grub/grub.nix'\n- In `/nix/store/abc-source/nixos/modules/system/boot/loader/systemd-boot/systemd-boot.nix'",
        TestName = "two boot loaders")]
    [TestCase("environment.nix-store", "daemon", FailureOrigin.Environment,
        "!error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Connection refused",
        TestName = "a daemon that trusts somebody else")]
    public void The_cause_is_named(string code, string says, FailureOrigin origin, params string[] messages)
    {
        var failure = Explain(messages);

        Assert.That((failure.Code, failure.Origin), Is.EqualTo((code, origin)), failure.Message);
        Assert.That($"{failure.Message} {failure.Subject?.Name}", Does.Contain(says));
    }

    [Test]
    public void What_a_configuration_traces_is_in_no_excerpt()
    {
        var finding = Explain(["!trace: debug: looking at web", "the store is not as it should be"]);

        Assert.That(finding.Excerpt, Is.EqualTo(new[] { "the store is not as it should be" }));
    }

    private static Finding Explain(string[] messages)
    {
        var reader = new NixLogReader(TextWriter.Null);
        foreach (var message in messages)
        {
            reader.Read(message[0] is '!' or '~' ? AsJson(message) : message);
        }

        var outcome = new NixOutcome(1, string.Empty, reader, new Derivations("/"));
        return NixDiagnosis.OfEvaluation(outcome, new FlakeSource("/srv/flake"), null)[0];
    }

    private static string AsJson(string message) => "@nix " + new JObject(
        new JProperty("action", "msg"), new JProperty("level", message[0] == '!' ? 0 : 1), new JProperty("msg", message[1..]))
        .ToString(Newtonsoft.Json.Formatting.None);
}
