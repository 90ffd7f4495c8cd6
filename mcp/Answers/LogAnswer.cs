using System.Text.Json.Nodes;
using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Answers;

/// <summary>Lines of a log in an answer: as many as fit.</summary>
internal static class LogAnswer
{
    // Numbers of lines as long as they get, to be replaced by what they are.
    private const int LongestNumber = int.MaxValue;

    /// <param name="answer">What is there already.</param>
    /// <param name="file">The log's name.</param>
    /// <param name="lines">What may be added.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="fromEnd">Whether the last ones matter most.</param>
    public static void Add(JsonObject answer, string file, LogLines lines, int most, bool fromEnd)
    {
        answer["file"] = file;
        answer["totalLines"] = lines.Total;
        answer["firstLine"] = LongestNumber;
        answer["lastLine"] = LongestNumber;
        IReadOnlyList<string> wanted = fromEnd ? [.. lines.Lines.Reverse().Take(most)] : [.. lines.Lines.Take(most)];
        var count = AnswerSize.Fill(answer, "lines", wanted);
        if (fromEnd)
        {
            answer["lines"] = FailureAnswer.Texts(wanted.Take(count).Reverse());
        }

        var first = fromEnd ? lines.First + lines.Lines.Count - count : lines.First;
        answer["firstLine"] = first;
        answer["lastLine"] = first + count - 1;
    }
}
