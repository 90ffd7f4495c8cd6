using System.Text.RegularExpressions;
using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

/// <summary>What is told to people and to agents is so.</summary>
public sealed partial class DocumentTests
{
    private const string Skill = "skills/vmtest/SKILL.md";

    /// <summary>More is not read before every answer.</summary>
    private const int WordsOfASkill = 500;

    private static readonly string[] Documents =
        ["README.md", "AGENTS.md", "CONTRIBUTING.md", "docs/agent-loop.md", ".github/copilot-instructions.md",
            ".github/instructions/nix.instructions.md", Skill];

    [TestCaseSource(nameof(Documents))]
    public void Every_target_that_a_document_names_exists(string document)
    {
        var named = Target().Matches(SourceFiles.Text(document)).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.SubsetOf(Targets.All.Select(target => target.Name)));
    }

    [Test]
    public async Task Every_file_that_a_document_links_to_exists()
    {
        var broken = from document in await SourceFiles.AllAsync()
                     where document.EndsWith(".md", StringComparison.Ordinal)
                     let folder = Path.GetDirectoryName(Repository.Below(document))!
                     from match in Link().Matches(SourceFiles.Text(document))
                     let path = match.Groups["path"].Value
                     where !path.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, path))
                     select $"{document} links to {path}";

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void What_an_agent_has_to_read_first_is_short()
    {
        Assert.That(SourceFiles.Text("AGENTS.md").Split('\n'), Has.Length.LessThan(60));
        Assert.That(SourceFiles.Text(".github/instructions/nix.instructions.md"), Does.StartWith("---\napplyTo: \"**/*.nix"));
    }

    [Test]
    public void A_skill_is_short_and_names_only_options_that_exist()
    {
        var text = SourceFiles.Text(Skill);
        var known = OptionCatalogue.All.Select(option => option.Name).Append("target").Append("verbosity").Append("explain");

        Assert.That(text, Does.StartWith("---\nname: vmtest\ndescription: "));
        Assert.That(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), Has.Length.LessThanOrEqualTo(WordsOfASkill));
        var named = Option().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.SubsetOf(known));
    }

    [GeneratedRegex(@"(?<![\w-])--(?<name>[a-z][a-z-]+)")]
    private static partial Regex Option();

    [GeneratedRegex("--target=(?<name>[A-Za-z]+)")]
    private static partial Regex Target();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)\)")]
    private static partial Regex Link();
}
