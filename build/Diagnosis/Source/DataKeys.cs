using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VmTest.Diagnosis.Source;

/// <summary>Finds where a key stands in a data file. A key such as <c>[definition 1-entry 2]</c> is an element of a list.</summary>
internal static partial class DataKeys
{
    private const string OneName = @"(?:[\w-]+|""[^""]{0,300}""|'[^']{0,300}')";

    /// <returns>Its first character, counted from 0; null where it is not there, or the file is no JSON.</returns>
    public static int? Json(string text, IReadOnlyList<string> keys)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            return reader.Read() && Json(ref reader, [.. keys]) is { } at ? Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)at)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Its first character, counted from 0; null where no line has it.</returns>
    public static int? Toml(string text, IReadOnlyList<string> keys)
    {
        var tables = new TomlTables();
        int? found = null;
        var quoted = false;
        var start = 0;
        foreach (var line in text.Split('\n'))
        {
            if (!quoted && Table().Match(line) is { Success: true } head)
            {
                tables.Begin(Names(head.Groups["name"].Value), isElement: head.Groups["element"].Success);
                if (tables.IsElementOn(keys))
                {
                    found = start + head.Groups["head"].Index;
                }
            }
            else if (!quoted && Pair().Match(line) is { Success: true } pair
                && InPair(text, start, pair, keys, [.. tables.Path, .. Names(pair.Groups["key"].Value)]) is { } at)
            {
                return at;
            }

            quoted ^= Quotes().Count(line) % 2 == 1;
            start += line.Length + 1;
        }

        return found;
    }

    private static IReadOnlyList<string> Names(string key) => [.. Name().Matches(key).Select(name => name.Value.Trim('"', '\''))];

    private static int? InPair(string text, int start, Match pair, IReadOnlyList<string> keys, IReadOnlyList<string> path)
    {
        var (key, value) = (pair.Groups["key"], pair.Groups["value"]);
        if (!TomlTables.IsOn(path, keys))
        {
            return null;
        }

        return keys.Skip(path.Count).ToList() switch
        {
            [] => start + key.Index,
            [var element] when value.Value == "[" && OptionPath.Entry(element) is { } entry =>
                Element(text, start + value.Index + 1, entry) ?? start + key.Index,
            [var element] when OptionPath.Entry(element) is not null => start + key.Index,
            _ => value.Value == "{" ? start + key.Index : null,
        };
    }

    /// <summary>Looks in the value that the reader is at.</summary>
    /// <returns>In bytes.</returns>
    private static long? Json(ref Utf8JsonReader reader, string[] keys)
    {
        if (keys.Length == 0)
        {
            return null;
        }

        if (OptionPath.Entry(keys[0]) is { } entry)
        {
            return Element(ref reader, entry) is { } element ? Json(ref reader, keys[1..]) ?? element : null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(keys[0]))
            {
                var found = reader.TokenStartIndex;
                var isWhole = keys.Length == 1 || OptionPath.Entry(keys[1]) is not null;
                return (reader.Read() ? Json(ref reader, keys[1..]) : null) ?? (isWhole ? found : null);
            }

            reader.Skip();
        }

        return null;
    }

    private static long? Element(ref Utf8JsonReader reader, int entry)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

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

    [GeneratedRegex(@"""[^""]*""|'[^']*'|[\w-]+")]
    private static partial Regex Name();

    // A comment, a string, a bracket, or a value of another kind.
    [GeneratedRegex(@"#[^\n]*|""(?:[^""\\\n]|\\.)*""|'[^'\n]*'|[\[\]{},]|[^\s\[\]{},""'#]+")]
    private static partial Regex ArrayToken();

    // Both kinds of tables (TOML 1.0).
    [GeneratedRegex(@"^\s*(?<head>\[(?<element>\[)?)\s*(?<name>[^\[\]]{1,300}?)\s*\]{1,2}\s*(?:#.*)?\r?$")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*(?<key>" + OneName + @"(?:\s*\.\s*" + OneName + @")*)\s*=\s*(?<value>.?)")]
    private static partial Regex Pair();

    [GeneratedRegex("\"\"\"|'''")]
    private static partial Regex Quotes();
}
