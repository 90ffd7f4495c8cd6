using System.Text;
using System.Xml;
using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>
/// Makes elements whose text is only ever text. Pages and pictures are trees until they are written, so nothing that a
/// guest or builder says can become markup, and the HTML is well-formed XML too.
/// </summary>
internal static class Markup
{
    private const char Replacement = '\uFFFD';

    /// <summary>An HTML element. Strings become cleaned text; nothing ends up as an empty-element tag, which HTML does not know.</summary>
    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(name);
        foreach (var part in content)
        {
            element.Add(part is string text ? new XText(Text(text)) : part);
        }

        if (!element.Nodes().Any())
        {
            element.Add(string.Empty);
        }

        return element;
    }

    /// <summary>An HTML element that has no end tag: meta, img, input.</summary>
    public static XElement Void(string name, params XAttribute[] attributes) => new(name, attributes.Cast<object>().ToArray());

    public static XAttribute Attribute(string name, string value) => new(name, Text(value));

    public static XAttribute Class(string value) => new("class", value);

    /// <summary>One line of characters that XML allows and that do not reorder what stands around them.</summary>
    public static string Text(string text, int maximum = Limits.ReportTextLength)
    {
        var line = Sanitizer.Line(text, maximum);
        var clean = new StringBuilder(line.Length);
        for (var index = 0; index < line.Length; index++)
        {
            if (index + 1 < line.Length && char.IsSurrogatePair(line[index], line[index + 1]))
            {
                clean.Append(line, index, 2);
                index++;
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(line[index]) && !IsDirection(line[index]) ? line[index] : Replacement);
            }
        }

        return clean.ToString();
    }

    // Marks, embeddings and isolates of the bidirectional algorithm (UAX 9).
    private static bool IsDirection(char letter) =>
        letter is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
