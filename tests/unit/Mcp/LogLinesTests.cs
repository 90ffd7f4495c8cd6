using System.Text;
using System.Text.Json.Nodes;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Runs;

namespace VmTest.UnitTests.Mcp;

public sealed class LogLinesTests
{
    [TestCase(null, null, 801, 1000)]
    [TestCase(10, 12, 10, 12)]
    [TestCase(10, null, 10, 209)]
    [TestCase(999, 2000, 999, 1000)]
    [TestCase(null, 50, 1, 50)]
    public void Lines_are_read_by_their_numbers_and_without_the_last_ones(int? first, int? last, int from, int to)
    {
        var lines = Read(string.Concat(Enumerable.Range(1, 1000).Select(number => $"line {number}\n")), first, last);

        Assert.That((lines.First, lines.Total), Is.EqualTo((from, 1000)));
        Assert.That((lines.Lines[0], lines.Lines[^1]), Is.EqualTo(($"line {from}", $"line {to}")));
    }

    [Test]
    public void Lines_behind_the_end_are_missing_and_hostile_ones_are_harmless_and_short()
    {
        Assert.That(Read("a\n", 5, 9).Lines, Is.Empty);
        Assert.That(Read($"\u001b[2J{new string('x', 100_000)}\n", null, null).Lines.Single(),
            Has.Length.LessThan(401).And.StartsWith("xxx"));
    }

    [TestCase(true, 1000)]
    [TestCase(false, 801)]
    public void As_many_as_fit_are_in_an_answer_with_their_numbers(bool fromEnd, int kept)
    {
        var text = string.Concat(Enumerable.Range(1, 1000).Select(number => $"line {number} {new string('ä', 150)}\n"));
        var answer = new JsonObject();

        LogAnswer.Add(answer, "web/console.log", Read(text, null, null), LogLines.Most, fromEnd);

        var (first, last) = ((int)answer["firstLine"]!, (int)answer["lastLine"]!);
        Assert.That(answer.ToJsonString(), Has.Length.InRange(2000, 4096));
        Assert.That(fromEnd ? last : first, Is.EqualTo(kept));
        Assert.That(answer["lines"]!.AsArray(), Has.Count.EqualTo(last - first + 1));
        Assert.That((string?)answer["lines"]![0], Does.StartWith($"line {first} "));
    }

    private static LogLines Read(string text, int? first, int? last)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return LogLines.Read(stream, first, last);
    }
}
