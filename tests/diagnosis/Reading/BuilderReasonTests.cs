using VmTest.Nix;

namespace VmTest.DiagnosisTests.Reading;

/// <summary>Which line of a builder's output says why it failed. The outputs are those of the real tools.</summary>
internal sealed class BuilderReasonTests
{
    private const string Heading = "== ";

    private static IEnumerable<TestCaseData> Outputs()
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "outputs", "builders.txt");
        foreach (var part in $"\n{File.ReadAllText(file)}".Split($"\n{Heading}", StringSplitOptions.RemoveEmptyEntries))
        {
            var (heading, output) = part.Split('\n', 2) is [var first, var rest] ? (first, rest) : (part, string.Empty);
            var (name, reason) = heading.Split(" | ", 2) is [var title, var words] ? (title, words) : (heading, string.Empty);
            yield return new TestCaseData(reason, output).SetName($"{{m}}({name})");
        }
    }

    [TestCaseSource(nameof(Outputs))]
    public void The_reason_is_the_most_telling_line(string reason, string output)
    {
        var log = new BuilderLog();
        foreach (var (index, line) in output.Split('\n').Index())
        {
            log.Add(line, index + 1);
        }

        Assert.That(reason, Is.Not.Empty, "the output's heading names it");
        Assert.That(log.Reason, Does.Contain(reason));
    }
}
