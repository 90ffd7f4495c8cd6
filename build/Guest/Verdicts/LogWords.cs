using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.Guest.Verdicts;

/// <summary>A line of a program's log without what programs put around their words: times, levels, JSON and key=value.</summary>
/// <param name="Who">The program.</param>
/// <param name="Level">How bad the program itself calls it.</param>
/// <param name="Text">Its words.</param>
internal sealed partial record LogWords(string Who, LogLevel Level, string Text)
{
    private static readonly string[] MessageKeys = ["message", "Message", "msg", "error", "err"];

    public static LogWords Parse(string who, string line)
    {
        var text = line.Trim();
        if (text.StartsWith('{') && Json(text) is { } json)
        {
            return new LogWords(who, json.Level, json.Text);
        }

        if (KeyValue().Match(text) is { Success: true } pair)
        {
            var words = Quoted().Match(text) is { Success: true } said
                ? said.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
                : text;
            var error = ErrorValue().Match(text) is { Success: true } cause ? $"{words}: {cause.Groups["text"].Value}" : words;
            return new LogWords(who, LevelOf(pair.Groups["level"].Value), error.Replace("\\n", " ", StringComparison.Ordinal).Trim());
        }

        var level = LogLevel.Unknown;
        for (var round = 0; round < 4 && Decoration().Match(text) is { Success: true, Length: > 0 } match; round++)
        {
            if (match.Groups["level"] is { Success: true } named)
            {
                level = LevelOf(named.Value);
            }

            text = text[match.Length..].TrimStart();
        }

        return new LogWords(who, level, text);
    }

    /// <summary>The innermost message of a line of JSON, which may have another one in it as text.</summary>
    private static (LogLevel Level, string Text)? Json(string text)
    {
        JObject entry;
        try
        {
            entry = JObject.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }

        var message = MessageKeys.Select(key => entry[key]).FirstOrDefault(value => value is { Type: JTokenType.String })?.Value<string>();
        if (message is null)
        {
            return null;
        }

        var level = entry["level"] switch
        {
            { Type: JTokenType.String } word => LevelOf(word.Value<string>() ?? string.Empty),
            _ => LogLevel.Unknown,
        };
        return message.StartsWith('{') && Json(message) is { } inner ? (level, inner.Text) : (level, message);
    }

    private static LogLevel LevelOf(string word) => word.ToUpperInvariant() switch
    {
        "F" or "FATAL" or "EMERG" or "ALERT" or "CRIT" or "CRITICAL" or "PANIC" => LogLevel.Fatal,
        "E" or "EE" or "ERR" or "ERROR" => LogLevel.Error,
        "I" or "II" or "D" or "W" or "WW" or "WARN" or "WARNING" or "INFO" or "NOTE" or "NOTICE" or "DEBUG" or "LOG" or "HINT" or "DETAIL"
            or "TRACE" or "VERBOSE" => LogLevel.Quiet,
        _ => LogLevel.Unknown,
    };

    [GeneratedRegex(@"(?:^|\s)level=""?(?<level>\w+)")]
    private static partial Regex KeyValue();

    [GeneratedRegex(@"(?:^|\s)msg=(?:""(?<text>(?:[^""\\]|\\.){1,600})""|(?<text>\S{1,600}))")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:^|\s)(?:error|err)=(?:""(?<text>(?:[^""\\]|\\.){1,600})""|(?<text>\S{1,600}))")]
    private static partial Regex ErrorValue();

    // A date, a time, a number of a process, a place in the sources, and a level with brackets or a colon.
    [GeneratedRegex(@"^(?:\d{4}[-/.]\d\d[-/.]\d\d[T ]?(?:\d\d?:\d\d:\d\d\S*)?(?: (?:UTC|GMT|CES?T|[+-]\d{4}))?|\d\d:\d\d:\d\d\S*"
        + @"|\d{1,7}(?= \[)"
        + @"|\[\d+\]|\S+\.(?:go|rs|py|cpp|c|java|js|ts):\d+:?\S*|\[(?<level>[A-Za-z]{1,8})\]|\((?<level>EE|WW|II)\)"
        + @"|(?<level>FATAL|ERROR|ERR|WARN|WARNING|INFO|NOTICE|DEBUG|LOG|HINT|DETAIL|CRITICAL|fatal|error|warning|info):?(?= "
        + @"|:))(?:\s+|$|: ?)")]
    private static partial Regex Decoration();
}
