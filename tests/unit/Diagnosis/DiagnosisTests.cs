using VmTest.Diagnosis;
using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.UnitTests.Diagnosis;

/// <summary>The words of several versions of Nix, and what is made of them.</summary>
public sealed class DiagnosisTests
{
    private const string Flake = "/home/someone/machines";
    private const string Derivation = "/nix/store/00000000000000000000000000000000-hello-1.0.drv";

    [TestCase("undefined variable 'pkg'", FailureCodes.UndefinedVariable, "pkg")]
    [TestCase("attribute 'nginxx' missing\nDid you mean nginx?", FailureCodes.MissingAttribute, "nginxx")]
    [TestCase("infinite recursion encountered", FailureCodes.InfiniteRecursion, "infinite recursion")]
    [TestCase("syntax error, unexpected '}', expecting ';'", FailureCodes.Syntax, "unexpected '}', expecting ';'")]
    [TestCase("The option `services.nginxx' does not exist. Definition values:\n- In `x': 1", FailureCodes.OptionUnknown, "services.nginxx")]
    [TestCase("The option `a.b' has conflicting definition values:", FailureCodes.OptionConflict, "a.b")]
    [TestCase("A definition for option `a.b' is not of type `boolean'. Definition values:", FailureCodes.OptionType, "a.b")]
    [TestCase("The option `a.b' is used but not defined.", FailureCodes.OptionUndefined, "a.b")]
    [TestCase("The option `a.b' was accessed but has no value defined. Try setting the option.", FailureCodes.OptionUndefined, "a.b")]
    [TestCase("\nFailed assertions:\n- The first one.\n- The second one.", FailureCodes.Assertion, "The first one.")]
    [TestCase("getting status of '/nix/store/00000000000000000000000000000000-source/x.nix': No such file or directory", FailureCodes.MissingFile, "x.nix")]
    [TestCase("path '/nix/store/00000000000000000000000000000000-source/x.nix' does not exist", FailureCodes.MissingFile, "x.nix")]
    [TestCase("Path 'x.nix' in the repository \"/home/someone/machines\" is not tracked by Git.", FailureCodes.UntrackedFile, "x.nix")]
    [TestCase("function 'f' called without required argument 'a'", FailureCodes.Call, "a")]
    [TestCase("anonymous function at /f.nix:1:1 called with unexpected argument 'b'", FailureCodes.Call, "b")]
    [TestCase("flake 'git+file:///x' does not provide attribute 'nixosConfigurations'", FailureCodes.MissingAttribute, "'nixosConfigurations'")]
    public void An_evaluation_error_is_known_by_words_that_all_versions_share(string text, string code, string subject)
    {
        var failure = EvaluationDiagnosis.Explain([new NixMessage(0, $"error: {text}")], Flake, 1);

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.Subject?.Name, Is.EqualTo(subject));
        Assert.That(failure.Message, Does.Contain(subject));
        Assert.That(failure.Hint, Is.Not.Empty);
    }

    [TestCase("/nix/store/00000000000000000000000000000000-source/hosts/web.nix")]
    [TestCase(Flake + "/hosts/web.nix")]
    [TestCase("«git+file:///home/someone/machines»/hosts/web.nix")]
    public void The_place_is_relative_to_the_flake(string file) =>
        Assert.That(EvaluationDiagnosis.Explain([new NixMessage(0, "error: undefined variable 'x'", null, file, 3, 5)], Flake, 1).Location, Is.EqualTo(new SourceLocation("hosts/web.nix", 3, 5)));

    [Test]
    public void An_error_that_is_not_known_is_quoted()
    {
        var failure = EvaluationDiagnosis.Explain([new NixMessage(0, "error:\n       … while x\n\n       error: something new", "something new")], Flake, 1);

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.EvaluationOther));
        Assert.That(failure.Message, Is.EqualTo("The evaluation failed: something new"));
    }

    [Test]
    public void A_Nix_that_says_nothing_is_reported_with_its_exit_code() =>
        Assert.That(EvaluationDiagnosis.Explain([], Flake, 139).Message, Is.EqualTo("Nix ended with exit code 139 and said nothing."));

    [TestCase("Couldn't resolve host name (6)", FailureCodes.NetworkDns)]
    [TestCase("Could not resolve hostname (6) Could not resolve host: cache.example.org", FailureCodes.NetworkDns)]
    [TestCase("Couldn't resolve host name (curl error code=6)", FailureCodes.NetworkDns)]
    [TestCase("Couldn't connect to server (7)", FailureCodes.NetworkRefused)]
    [TestCase("Timeout was reached (28)", FailureCodes.NetworkTimeout)]
    [TestCase("SSL peer certificate or SSH remote key was not OK (60)", FailureCodes.NetworkTls)]
    [TestCase("HTTP error 404", FailureCodes.NetworkHttp)]
    [TestCase("HTTP error 429", FailureCodes.NetworkRateLimit)]
    [TestCase("HTTP error 403\n\n       response body:\n\n       {\"message\":\"API rate limit exceeded for 1.2.3.4.\"}", FailureCodes.NetworkRateLimit)]
    [TestCase("Failure when receiving data from the peer (56)", FailureCodes.NetworkOther)]
    public void A_failed_download_names_the_host_and_the_URL(string cause, string code)
    {
        const string url = "https://cache.example.org/nar/x.nar.xz";

        var failure = NetworkDiagnosis.Find([new NixMessage(0, $"error: unable to download '{url}': {cause}")]);

        Assert.That(failure?.Code, Is.EqualTo(code));
        Assert.That(failure?.Subject, Is.EqualTo(new Subject(SubjectKind.Url, url)));
        Assert.That(failure?.Message, Does.Contain(url).And.Contain("'cache.example.org'"));
        Assert.That(failure?.Origin, Is.EqualTo(FailureOrigin.Environment));
    }

    [Test]
    public void An_error_without_a_download_is_none_of_the_network() =>
        Assert.That(NetworkDiagnosis.Find([new NixMessage(0, "error: undefined variable 'x'")]), Is.Null);

    [TestCase("builder for '" + Derivation + "' failed with exit code 2;\nlast 1 log lines:\n> x", FailureCodes.BuilderFailed, "exit code 2")]
    [TestCase("Cannot build '" + Derivation + "'.\nReason: builder failed with exit code 2.\nOutput paths:\n  /nix/store/x", FailureCodes.BuilderFailed, "exit code 2")]
    [TestCase("builder for '" + Derivation + "' failed due to signal 9 (Killed);", FailureCodes.BuilderKilled, "signal 9 (Killed)")]
    [TestCase("Cannot build '" + Derivation + "'.\nReason: builder failed due to signal 9 (Killed).", FailureCodes.BuilderKilled, "signal 9 (Killed)")]
    [TestCase("hash mismatch in fixed-output derivation '" + Derivation + "':\n  specified: sha256-AAAA\n     got:    sha256-BBBB", FailureCodes.HashMismatch, "sha256-BBBB")]
    public void A_failed_builder_is_found_in_the_words_of_both_generations(string text, string code, string told)
    {
        var reader = new NixLogReader(TextWriter.Null, null);
        reader.Read($$"""@nix {"action":"start","id":1,"type":105,"text":"x","fields":["{{Derivation}}"]}""");
        reader.Read("""@nix {"action":"result","id":1,"type":101,"fields":["the last words"]}""");

        var failure = BuildDiagnosis.Find([new NixMessage(0, $"error: {text}")], reader, "web/nix.log").Single();

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.Message, Does.Contain(told).And.Contain("'hello-1.0'"));
        Assert.That(failure.Subject, Is.EqualTo(new Subject(SubjectKind.Derivation, "hello-1.0")));
        Assert.That(failure.Excerpt, Is.EqualTo(new[] { "the last words" }));
        Assert.That(failure.Log?.Path, Is.EqualTo("web/nix.log"));
    }

    [TestCase("1 dependencies of derivation '" + Derivation + "' failed to build")]
    [TestCase("Cannot build '" + Derivation + "'.\nReason: 1 dependency failed.")]
    public void A_derivation_that_only_waited_for_another_is_no_cause(string text) =>
        Assert.That(BuildDiagnosis.Find([new NixMessage(0, $"error: {text}")], new NixLogReader(TextWriter.Null, null), "x"), Is.Empty);
}
