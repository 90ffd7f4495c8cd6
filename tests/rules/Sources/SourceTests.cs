using System.Text.RegularExpressions;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

public sealed partial class SourceTests
{
    private const int MaximumLines = 400;
    private const int MaximumTaskLines = 40;
    private const int MaximumColumns = 140;

    private static readonly string[] ShippedFolders = ["build/", "frosting/", "mcp/", "demo/", "docs/", "schemas/", "nix/", "hosts/"];

    // In two parts, so that this file does not break its own rule.
    private static readonly string[] ForeignWords = ["/" + "work/", "nuget" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org"];

    [Test]
    public async Task Every_source_file_of_the_host_is_short()
    {
        var files = (await SourceFiles.AllAsync())
            .Where(path => path.StartsWith("build/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)).ToList();

        Assert.That(files, Has.Count.GreaterThan(100));
        Assert.That(files.Where(path => LinesOf(path) > MaximumLines), Is.Empty);
    }

    [Test]
    public async Task No_line_is_wider_than_a_reader_has_room_for()
    {
        var wide = (await SourceFiles.AllAsync()).Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => WideLines(path).Select(line => $"{path}:{line}"));

        Assert.That(wide, Is.Empty);
    }

    [Test]
    public async Task Every_task_is_thin()
    {
        var tasks = (await SourceFiles.AllAsync()).Where(path => path.StartsWith("build/Tasks/", StringComparison.Ordinal)).ToList();

        Assert.That(tasks, Is.Not.Empty);
        Assert.That(tasks.Where(path => LinesOf(path) > MaximumTaskLines), Is.Empty);
    }

    [Test]
    public async Task Nothing_that_is_shipped_knows_one_machine_or_one_registry()
    {
        var files = (await SourceFiles.AllAsync())
            .Where(path => ShippedFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            || path.EndsWith(".md", StringComparison.Ordinal));
        var found = files.SelectMany(
            path => ForeignWords.Where(word => SourceFiles.Text(path).Contains(word, StringComparison.Ordinal))
                .Select(word => $"{path} mentions {word}"));

        Assert.That(found, Is.Empty);
    }

    [Test]
    public async Task Only_the_supervisor_starts_programs()
    {
        var files = (await SourceFiles.AllAsync())
            .Where(path => path.StartsWith("build/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

        Assert.That(files.Where(path => SourceFiles.Text(path).Contains("Process.Start(", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "build/Supervision/Spawner.cs" }));
    }

    [Test]
    public async Task Shellcheck_finds_nothing_in_any_script()
    {
        var files = await SourceFiles.AllAsync();
        // These run in a guest, whose shell may be any.
        var posix = files.Where(
            path => path.EndsWith("/initrd-init", StringComparison.Ordinal)
                || (path.StartsWith("build/Guest/Probe/", StringComparison.Ordinal)
                && path.EndsWith(".sh", StringComparison.Ordinal))).ToArray();
        var others = files.Except(posix).Where(path => path.EndsWith(".sh", StringComparison.Ordinal) || IsScript(path)).ToArray();
        Assert.That(posix, Is.Not.Empty);
        Assert.That(others, Has.Some.EqualTo("build.sh").And.Some.StartsWith("demo/"));

        foreach (var arguments in new[] { posix.Prepend("--shell=sh"), others.Prepend("--external-sources") })
        {
            var (exitCode, output) = await Command.RunAsync("shellcheck", [.. arguments]);
            Assert.That(exitCode, Is.Zero, output);
        }
    }

    [Test, NonParallelizable]
    public async Task Dotnet_format_has_nothing_to_change()
    {
        // Style and analysers are the compiler's, which takes every warning of theirs for an error: white space is what is left.
        var (exitCode, output) = await Command.RunAsync("dotnet", "format", "whitespace", Repository.Root, "--folder", "--verify-no-changes");

        Assert.That(exitCode, Is.Zero, output);
    }

    /// <summary>What another program is given or says, and stands in the tests as it is, may be as wide as that program has it.</summary>
    private static IEnumerable<int> WideLines(string path)
    {
        var isTest = path.StartsWith("tests/", StringComparison.Ordinal);
        var (number, quoted) = (0, false);
        foreach (var line in File.ReadLines(Repository.Below(path)))
        {
            number++;
            if (line.Length > MaximumColumns && !(isTest && (quoted || LongLiteral().IsMatch(line))))
            {
                yield return number;
            }

            quoted ^= int.IsOddInteger(RawQuotes().Count(line));
        }
    }

    /// <summary>Begins or ends a raw literal, which may go over several lines.</summary>
    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex("\".{60,}\"")]
    private static partial Regex LongLiteral();

    private static int LinesOf(string path) => File.ReadLines(Repository.Below(path)).Count();

    private static bool IsScript(string path)
    {
        using var reader = new StreamReader(Repository.Below(path));
        return reader.ReadLine() is { } first && first.StartsWith("#!", StringComparison.Ordinal)
            && first.Split('/', ' ')[^1] is "sh" or "bash";
    }
}
