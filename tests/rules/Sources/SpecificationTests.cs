using System.Text.RegularExpressions;

namespace VmTest.RuleTests.Sources;

/// <summary>Every promise names the tests that hold it, and they exist.</summary>
public sealed partial class SpecificationTests
{
    private const string Specification = "SPECIFICATION.md";

    [Test]
    public async Task Every_promise_names_tests_that_exist()
    {
        var promises = Promises();
        var tests = await TestsAsync();

        Assert.That(promises, Is.Not.Empty);
        Assert.That(promises.SelectMany(promise => promise.Tests).Where(name => !tests.Contains(name)), Is.Empty);
    }

    [Test]
    public void Every_promise_has_a_number_of_its_own_a_sentence_and_a_test()
    {
        var promises = Promises();

        Assert.That(promises.Select(promise => promise.Number), Is.Unique);
        Assert.That(
            promises.Where(promise => promise.Text.Length == 0 || promise.Tests.Count == 0).Select(promise => promise.Number), Is.Empty);
        Assert.That(SourceFiles.Text(Specification).Split('\n').Count(line => line.StartsWith("| P-", StringComparison.Ordinal)),
            Is.EqualTo(promises.Count), "a line of the table has another form");
    }

    private static List<(string Number, string Text, IReadOnlyList<string> Tests)> Promises() =>
    [
        .. Promise().Matches(SourceFiles.Text(Specification)).Select(match => (
            match.Groups["number"].Value,
            match.Groups["text"].Value.Trim(),
            (IReadOnlyList<string>)[.. match.Groups["tests"].Value.Split([',', ' ', '`'], StringSplitOptions.RemoveEmptyEntries)])),
    ];

    /// <summary>Names of the form Fixture.Test, read out of the sources of all tests.</summary>
    private static async Task<HashSet<string>> TestsAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in (await SourceFiles.AllAsync()).Where(
            path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var text = SourceFiles.Text(path);
            var fixtures = Fixture().Matches(text).Select(match => match.Groups["name"].Value);
            names.UnionWith(
                fixtures.SelectMany(fixture => Test().Matches(text).Select(match => $"{fixture}.{match.Groups["name"].Value}")));
        }

        return names;
    }

    [GeneratedRegex(@"^\| (?<number>P-\d{3}) \| (?<text>[^|\n]+) \| (?<tests>[^|\n]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\bclass (?<name>\w+)")]
    private static partial Regex Fixture();

    // A test's name is a sentence with underscores; what stands between its attribute and its name may be anything on few lines.
    [GeneratedRegex(
        @"\[(?:Test|TestCase|TestCaseSource|Property)\b[^\n]*\n(?:(?!\s*public )[^\n]+\n){0,40}?"
        + @"\s*public (?:static )?(?:async )?(?:Task|void) (?<name>\w+)\(")]
    private static partial Regex Test();
}
