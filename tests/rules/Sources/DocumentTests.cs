using System.Text.RegularExpressions;
using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

/// <summary>What is told to people and to agents is so.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents =
        ["README.md", "AGENTS.md", "CONTRIBUTING.md", "docs/agent-loop.md", ".github/copilot-instructions.md", ".github/instructions/nix.instructions.md"];

    [TestCaseSource(nameof(Documents))]
    public void Every_target_that_a_document_names_exists(string document)
    {
        var named = Target().Matches(SourceFiles.Text(document)).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.SubsetOf(Targets.All.Select(target => target.Name)));
    }

    [TestCaseSource(nameof(Documents))]
    public void Every_file_that_a_document_links_to_exists(string document)
    {
        var folder = Path.GetDirectoryName(Repository.Below(document))!;
        var links = Link().Matches(SourceFiles.Text(document)).Select(match => match.Groups["path"].Value).Where(path => !path.Contains("://", StringComparison.Ordinal));

        Assert.That(links.Where(path => !Path.Exists(Path.Combine(folder, path))), Is.Empty);
    }

    [Test]
    public void What_an_agent_has_to_read_first_is_short()
    {
        Assert.That(SourceFiles.Text("AGENTS.md").Split('\n'), Has.Length.LessThan(60));
        Assert.That(SourceFiles.Text(".github/instructions/nix.instructions.md"), Does.StartWith("---\napplyTo: \"**/*.nix"));
    }

    [GeneratedRegex("--target=(?<name>[A-Za-z]+)")]
    private static partial Regex Target();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)\)")]
    private static partial Regex Link();
}
