using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.Reports;

/// <summary>Lays JSON out for people and programs: what has nothing inside and is short stands on one line.</summary>
internal static class ReportLayout
{
    private const int LineLetters = 240;
    private const int Indentation = 2;

    /// <param name="document">The JSON.</param>
    /// <returns>It as text that ends with a line feed.</returns>
    public static string Write(JToken document)
    {
        var text = new StringBuilder();
        Write(text, document, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JToken token, int indentation)
    {
        if (token is not JContainer { Count: > 0 } container)
        {
            text.Append(token.ToString(Formatting.None));
            return;
        }

        if (Line(container, indentation) is { } line)
        {
            text.Append(line);
            return;
        }

        var isObject = container is JObject;
        text.Append(isObject ? "{\n" : "[\n");
        var rest = container.Count;
        foreach (var child in container.Children())
        {
            text.Append(' ', indentation + Indentation);
            if (child is JProperty member)
            {
                text.Append(JsonConvert.ToString(member.Name)).Append(": ");
            }

            Write(text, child is JProperty property ? property.Value : child, indentation + Indentation);
            text.Append(--rest > 0 ? ",\n" : "\n");
        }

        text.Append(' ', indentation).Append(isObject ? '}' : ']');
    }

    /// <summary>All of it in one line; null where that is too long, or something is inside of what is in it.</summary>
    private static string? Line(JContainer container, int indentation)
    {
        if (container.Children().Any(child => (child is JProperty member ? member.Value : child) is JContainer { Count: > 0 }))
        {
            return null;
        }

        var parts = string.Join(", ", container.Children().Select(child => child is JProperty member
            ? $"{JsonConvert.ToString(member.Name)}: {member.Value.ToString(Formatting.None)}"
            : child.ToString(Formatting.None)));
        return parts.Length + indentation > LineLetters ? null : container is JObject ? $"{{ {parts} }}" : $"[ {parts} ]";
    }
}
