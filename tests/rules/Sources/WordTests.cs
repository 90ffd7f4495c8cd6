using System.Text.RegularExpressions;

namespace VmTest.RuleTests.Sources;

/// <summary>Plain technical English in everything that is shipped.</summary>
public sealed partial class WordTests
{
    private static readonly string[] Folders = ["build/", "frosting/", "mcp/", "demo/", "docs/", "nix/", "hosts/", "schemas/"];
    private static readonly string[] Kinds = [".cs", ".md", ".sh", ".nix", ".json", ".txt", ".css", ".js"];

    [Test]
    public async Task No_word_is_used_that_has_a_plainer_one()
    {
        var found = from file in await SourceFiles.AllAsync()
                    where Kinds.Any(kind => file.EndsWith(kind, StringComparison.Ordinal))
                    where !file.Contains('/', StringComparison.Ordinal)
                        || Folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
                    from match in Avoided().Matches(SourceFiles.Text(file))
                    select $"{file}: {match.Value}";

        Assert.That(found, Is.Empty);
    }

    // Use instead: fix, clean up or remove, still running, reported or distinguished, anyway, wait for, usage error,
    // install strategy, start.
    [GeneratedRegex(@"\bmend(?:s|ed|ing)?\b|\bput(?:s|ting)? away\b|\bin the race\b|\btold\b|\ball the same\b|\bhear(?:d)? "
        + @"out\b|\bwrong use\b|\bways? onto a disk\b|\bswitch(?:es|ed|ing)? on\b", RegexOptions.IgnoreCase)]
    private static partial Regex Avoided();
}
