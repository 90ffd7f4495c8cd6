using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VmTest.Mcp.Answers;

/// <summary>An answer is read by a model, which pays for every byte: it is small, and what matters most is in it.</summary>
internal static class AnswerSize
{
    /// <summary>Bytes of an answer as JSON, with every character beyond ASCII escaped, which is its longest form.</summary>
    public const int Most = 4096;

    /// <summary>Texts as they are: this JSON is in no page.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Of(JsonNode answer) => answer.ToJsonString().Length;

    /// <summary>The first of several forms of an answer, the richest first, that is small enough; otherwise the last.</summary>
    public static JsonObject Fit(IEnumerable<JsonObject> forms)
    {
        JsonObject? last = null;
        foreach (var form in forms)
        {
            last = form;
            if (Of(form) <= Most)
            {
                break;
            }
        }

        return last ?? throw new ArgumentException("there is no form", nameof(forms));
    }

    /// <summary>Adds lines to a list of an answer as long as it stays small enough.</summary>
    /// <returns>How many were added.</returns>
    public static int Fill(JsonObject answer, string list, IReadOnlyList<string> lines)
    {
        var array = new JsonArray();
        answer[list] = array;
        var size = Of(answer);
        foreach (var line in lines)
        {
            var node = JsonValue.Create(line);
            size += Of(node) + 1;
            if (size > Most)
            {
                break;
            }

            array.Add(node);
        }

        return array.Count;
    }
}
