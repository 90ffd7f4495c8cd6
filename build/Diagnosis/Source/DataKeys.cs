using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VmTest.Diagnosis.Source;

/// <summary>Finds where a key stands in a data file. A key such as <c>[definition 1-entry 2]</c> is an element of a list.</summary>
internal static partial class DataKeys
{
    /// <returns>Its first character, counted from 0; null where it is not there, or the file is no JSON.</returns>
    public static int? Json(string text, IReadOnlyList<string> keys)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            return Json(ref reader, keys) is { } at ? Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)at)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Its first character, counted from 0; null where no line has it.</returns>
    public static int? Toml(string text, IReadOnlyList<string> keys)
    {
        IReadOnlyList<string> wanted = keys.Count > 0 && OptionPath.Entry(keys[^1]) is not null ? [.. keys.SkipLast(1)] : keys;
        IReadOnlyList<string> table = [];
        var quoted = false;
        var start = 0;
        foreach (var line in text.Split('\n'))
        {
            if (!quoted && Table().Match(line) is { Success: true } head)
            {
                table = OptionPath.Parse(head.Groups["name"].Value);
            }
            else if (!quoted && Pair().Match(line) is { Success: true } pair)
            {
                IReadOnlyList<string> path = [.. table, .. OptionPath.Parse(pair.Groups["key"].Value)];
                var isWhole = path.SequenceEqual(wanted);
                if (isWhole && wanted.Count < keys.Count && pair.Groups["value"].Value == "[")
                {
                    return Element(text, start + pair.Groups["value"].Index + 1, OptionPath.Entry(keys[^1])!.Value)
                        ?? start + pair.Groups["key"].Index;
                }

                if (isWhole || (pair.Groups["value"].Value.StartsWith('{') && path.SequenceEqual(wanted.Take(path.Count))))
                {
                    return start + pair.Groups["key"].Index;
                }
            }

            quoted ^= Quotes().Count(line) % 2 == 1;
            start += line.Length + 1;
        }

        return null;
    }

    /// <returns>In bytes.</returns>
    private static long? Json(ref Utf8JsonReader reader, IReadOnlyList<string> keys)
    {
        long? found = null;
        var index = 0;
        while (index < keys.Count && reader.Read())
        {
            if (OptionPath.Entry(keys[index]) is { } entry)
            {
                return reader.TokenType == JsonTokenType.StartArray ? Element(ref reader, entry) ?? found : found;
            }

            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return null;
            }

            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                // The object in which the next key is looked for; a value of another kind has none.
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    return null;
                }
            }
            else if (reader.ValueTextEquals(keys[index]))
            {
                found = reader.TokenStartIndex;
                index++;
            }
            else
            {
                reader.Skip();
            }
        }

        return index == keys.Count ? found : null;
    }

    private static long? Element(ref Utf8JsonReader reader, int entry)
    {
        for (var count = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count == entry)
            {
                return reader.TokenStartIndex;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>Where the nth element of a TOML array begins.</summary>
    private static int? Element(string text, int start, int entry)
    {
        var (depth, count) = (0, 0);
        var isNext = true;
        foreach (Match token in ArrayToken().Matches(text, start))
        {
            var first = text[token.Index];
            if (depth == 0 && first is ',' or ']')
            {
                if (first == ']')
                {
                    return null;
                }

                isNext = true;
                continue;
            }

            if (depth == 0 && isNext && first != '#' && ++count == entry)
            {
                return token.Index;
            }

            isNext &= first == '#';
            depth += first is '[' or '{' ? 1 : first is ']' or '}' ? -1 : 0;
        }

        return null;
    }

    // A comment, a string, a bracket, or a value of another kind.
    [GeneratedRegex(@"#[^\n]*|""(?:[^""\\\n]|\\.)*""|'[^'\n]*'|[\[\]{},]|[^\s\[\]{},""'#]+")]
    private static partial Regex ArrayToken();

    // Both kinds of tables (TOML 1.0).
    [GeneratedRegex(@"^\s*\[{1,2}\s*(?<name>[^\[\]]{1,300}?)\s*\]{1,2}\s*(?:#.*)?\r?$")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*(?<key>(?:[\w-]+|""[^""]{0,300}"")(?:\s*\.\s*(?:[\w-]+|""[^""]{0,300}""))*)\s*=\s*(?<value>.?)")]
    private static partial Regex Pair();

    [GeneratedRegex("\"\"\"|'''")]
    private static partial Regex Quotes();
}
