using System.Text;
using VmTest.Diagnosis;

namespace VmTest.UnitTests.Diagnosis;

public sealed class LockFileDiagnosisTests
{
    private const string Good = """
        {
          "nodes": {
            "nixpkgs": {
              "locked": { "type": "path", "path": "/srv/nixpkgs" },
              "original": { "type": "path", "path": "/srv/nixpkgs" }
            },
            "root": {
              "inputs": {
                "nixpkgs": "nixpkgs",
                "other": [ "nixpkgs", "other" ]
              }
            }
          },
          "root": "root",
          "version": 7
        }
        """;

    [Test]
    public void Nothing_is_wrong_with_one_that_Nix_wrote() => Assert.That(Fault(Good), Is.Null);

    [TestCase("", "is empty", null)]
    [TestCase("no JSON", "is no JSON", 1)]
    [TestCase("[]", "is no JSON object", 1)]
    [TestCase("{\n  \"nodes\": {\n    \"nixpk", "ends in the middle", 3)]
    [TestCase("{ } }", "is no JSON", 1)]
    [TestCase("{\n<<<<<<< HEAD\n  \"nodes\": {}\n=======\n", "has the marks of a merge conflict", 2)]
    [TestCase("{ \"nodes\": {}, \"root\": \"root\" }", "does not say its version", null)]
    [TestCase("{ \"version\": 7 }", "lacks 'nodes'", null)]
    [TestCase("{ \"nodes\": {},\n \"root\": \"root\", \"version\": 7 }", "lacks the node 'root', which it begins with", 2)]
    public void What_is_wrong_is_said_with_its_line(string text, string fault, int? line) =>
        Assert.That(Fault(text), Is.EqualTo((fault, line)));

    [TestCase("\"version\": 7", "\"version\": 99", "has the version 99, which Nix does not know", 15)]
    [TestCase("\"version\": 7", "\"version\": \"7\"", "has the version \"7\", which Nix does not know", 15)]
    [TestCase("\"nixpkgs\": \"nixpkgs\"", "\"nixpkgs\": \"nixpkgs_2\"",
        "lacks the node 'nixpkgs_2', which 'root' has as its input 'nixpkgs'", 9)]
    [TestCase("\"original\"", "\"origin\"", "has a node 'nixpkgs' without 'original'", 3)]
    public void What_is_wrong_in_a_whole_one_is_said_with_its_line(string part, string instead, string fault, int? line) =>
        Assert.That(Fault(Good.Replace(part, instead, StringComparison.Ordinal)), Is.EqualTo((fault, line)));

    private static (string, int?)? Fault(string text) =>
        LockFileDiagnosis.Fault(Encoding.UTF8.GetBytes(text)) is { } fault ? (fault.Text, fault.Line) : null;
}
