using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Diagnosis.Vm;

/// <summary>A unit that fails, and whose fault it is; see the note beside the fixtures.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Facts">The lines before what was said, by their first word.</param>
/// <param name="Lines">What the unit and systemd said last.</param>
internal sealed record VmCase(string Name, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<string> Lines)
{
    private static readonly string[] Known = ["unit", "from", "expect", "topic", "network"];

    public string Unit => Facts["unit"];

    public bool Isolated => Facts.GetValueOrDefault("network") != "user";

    /// <summary>What the VM lacks, or <c>configuration</c>.</summary>
    public string Expected => Facts["expect"] == "vm" ? Facts["topic"] : Facts["expect"];

    public static IEnumerable<VmCase> All() =>
        Directory.GetFiles(Repository.Below("tests/unit/fixtures/vm"), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read);

    public override string ToString() => Name;

    private static IEnumerable<VmCase> Read(string file)
    {
        foreach (var part in File.ReadAllText(file).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var facts = lines.Skip(1).TakeWhile(line => Known.Contains(line.Split(": ", 2)[0])).ToList();
            yield return new VmCase(
                lines[0],
                facts.Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
                [.. lines.Skip(1 + facts.Count)]);
        }
    }
}
