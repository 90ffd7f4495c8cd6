using System.Text.Json.Nodes;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Mcp.Answers;

/// <summary>A failure as an agent needs it.</summary>
internal static class FailureAnswer
{
    private const int MostRelated = 4;

    // Where less than this is left for a text, only what the failure itself says.
    private const int LeastForRelated = 160;

    /// <param name="failure">As in the report.</param>
    /// <param name="lines">Lines of its excerpt, the last ones.</param>
    /// <param name="bytes">Of any one text.</param>
    public static JsonObject Of(Failure failure, int lines, int bytes)
    {
        var answer = new JsonObject { ["code"] = failure.Code };
        Add(answer, "phase", failure.Phase is { } phase ? EnumText.Lower(phase) : null);
        Add(answer, "host", Cut(failure.Host));
        answer["origin"] = EnumText.Lower(failure.Origin);
        answer["message"] = Cut(failure.Message);
        Add(answer, "subject", Cut(failure.Subject?.Name));
        Add(answer, "place", failure.Location is { } place
            ? (place with { File = Utf8Length.CutStart(Sanitizer.Line(place.File, int.MaxValue), bytes) }).ToString()
            : null);
        if (failure.Related is { Count: > 0 } related && bytes > LeastForRelated)
        {
            answer["related"] = Texts(related.Take(MostRelated).Select(each => Utf8Length.CutStart(
                Sanitizer.Line($"{each} ({each.What})"), bytes)));
        }

        Add(answer, "hint", Cut(failure.Hint));
        Add(answer, "causedBy", failure.CausedBy);
        if (failure.Repetition is { } repetition)
        {
            answer["runsBefore"] = repetition.Count;
        }

        if (failure.Log is { } log)
        {
            answer["log"] = new JsonObject { ["file"] = log.Path, ["firstLine"] = log.FirstLine, ["lastLine"] = log.LastLine };
        }

        if (lines > 0 && failure.Excerpt.Count > 0)
        {
            answer["excerpt"] = Texts(failure.Excerpt.TakeLast(lines).Select(line => Cut(line)!));
        }

        return answer;

        string? Cut(string? text) => text is null ? null : Utf8Length.CutEnd(Sanitizer.Line(text), bytes);
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static void Add(JsonObject answer, string name, string? value)
    {
        if (value is not null)
        {
            answer[name] = value;
        }
    }
}
