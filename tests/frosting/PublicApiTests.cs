using System.Reflection;

namespace Cake.Frosting.Tests;

public class PublicApiTests
{
    private static readonly IReadOnlyList<string> _actual = PublicApi.Describe(typeof(CakeHost).Assembly);
    private static readonly string[] _blocks = ReadBlocks();

    private static bool IsTheLayer =>
        typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "CakeFrosting").Value == "layer";

    [Test]
    public void The_assembly_is_Cake_Frosting_by_name() =>
        Assert.That(typeof(CakeHost).Assembly.GetName().Name, Is.EqualTo("Cake.Frosting"));

    [Test]
    public void Every_public_type_has_the_shape_of_the_real_one()
    {
        var expected = _blocks.Where(block => !block.StartsWith('#'));

        // The package may have more than any task of ours may use, so there it is a question of what is missing.
        if (IsTheLayer)
        {
            Assert.That(string.Join('\n', _actual), Is.EqualTo(string.Join('\n', expected)));
        }
        else
        {
            Assert.That(_actual, Is.SupersetOf(expected));
        }
    }

    [Test]
    public void What_is_known_to_be_absent_is_absent_and_says_why()
    {
        var absent = _blocks.Where(block => block.StartsWith("# absent: ", StringComparison.Ordinal))
            .Select(block => block.Split('\n')[1]).ToList();

        Assert.That(absent, Is.EqualTo(new[] { "interface Cake.Frosting.IToolInstaller" }));
        if (IsTheLayer)
        {
            Assert.That(_actual.Select(block => block.Split('\n')[0]), Has.None.AnyOf(absent));
        }
    }

    // A block is an unindented line with the indented ones that follow; a line "# absent:" belongs to the block after it.
    private static string[] ReadBlocks()
    {
        List<string> blocks = [];
        var absent = string.Empty;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "public-api.txt")))
        {
            if (line.StartsWith(' '))
            {
                blocks[^1] += "\n" + line;
            }
            else if (line.StartsWith("# absent: ", StringComparison.Ordinal))
            {
                absent = line + "\n";
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                blocks.Add(absent + line);
                absent = string.Empty;
            }
        }

        return [.. blocks];
    }
}
