using System.Text.RegularExpressions;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

/// <summary>launcher/plain-patterns.awk, which spares a first start the compilation of generated patterns, on all sources.</summary>
public sealed partial class PlainPatternTests
{
    [Test]
    public async Task Every_pattern_is_made_of_what_its_attribute_says()
    {
        var sources = (await SourceFiles.AllAsync())
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && Folders().IsMatch(path)
                && SourceFiles.Text(path).Contains("[GeneratedRegex(", StringComparison.Ordinal))
            .ToList();
        using var folder = new TemporaryFolder();
        foreach (var source in sources)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, source))!);
        }

        var (exitCode, output) = await Command.RunAsync(
            "env", ["--chdir", Repository.Below("."), "awk", "-v", $"out={folder.Path}", "-f", "launcher/plain-patterns.awk", .. sources]);

        Assert.That(exitCode, Is.Zero, output);
        var count = 0;
        foreach (var source in sources)
        {
            var plain = File.ReadAllText(Path.Combine(folder.Path, source));
            foreach (Match attribute in Attributes().Matches(SourceFiles.Text(source)))
            {
                count++;
                var (name, arguments) = (attribute.Groups["name"].Value, attribute.Groups["arguments"].Value);
                Assert.That(plain, Does.Contain(
                    $"Regex {name}() => the{name} ??= new Regex({arguments}); private static Regex? the{name};\n"), source);
            }

            Assert.That(plain, Does.Not.Contain("GeneratedRegex").And.Not.Contain("partial Regex"), source);
        }

        Assert.That(count, Is.GreaterThan(200));
    }

    [GeneratedRegex("^(build|frosting|mcp)/")]
    private static partial Regex Folders();

    [GeneratedRegex(@"^ *\[GeneratedRegex\((?<arguments>(?:(?!\)\] *\n).)*)\)\] *\n *[a-z ]*partial Regex (?<name>\w+)\(\);",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Attributes();
}
