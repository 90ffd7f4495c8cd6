using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Terminal;

namespace VmTest.Nix;

/// <summary>
/// Reads Nix's log line by line: keeps messages and the last lines of builders, in bounded memory, writes all of it as
/// text, and tells what is going on. A line that is no JSON is text.
/// </summary>
public sealed class NixLogReader(TextWriter log, Action<string>? onProgress)
{
    private const string Prefix = "@nix ";
    private const int MaximumMessages = 500;
    private const int MaximumBuilds = 200;

    private readonly Lock gate = new();
    private readonly List<NixMessage> messages = [];
    private readonly Dictionary<long, string> activities = [];
    private readonly Dictionary<string, Queue<string>> builders = new(StringComparer.Ordinal);

    public IReadOnlyList<NixMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    /// <summary>The last lines of a builder; empty where it said nothing.</summary>
    public IReadOnlyList<string> BuilderLines(string derivation)
    {
        lock (gate)
        {
            return builders.TryGetValue(derivation, out var lines) ? [.. lines] : [];
        }
    }

    public void Read(string line)
    {
        lock (gate)
        {
            if (!line.StartsWith(Prefix, StringComparison.Ordinal) || Parse(line[Prefix.Length..]) is not { } entry)
            {
                var text = Sanitizer.Line(line, Limits.MaximumLineBytes);
                log.WriteLine(text);
                Keep(new NixMessage(NixActivity.LevelInformation, text));
                return;
            }

            switch (Text(entry, "action"))
            {
                case "msg":
                    Message(entry);
                    break;
                case "start":
                    Start(entry);
                    break;
                case "result":
                    Result(entry);
                    break;
                case "stop" when Id(entry) is { } id:
                    activities.Remove(id);
                    break;
                default:
                    break;
            }
        }
    }

    private static JObject? Parse(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = 64 };
            return JObject.Load(reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Message(JObject entry)
    {
        var text = Clean(Text(entry, "msg") ?? string.Empty);
        var raw = Text(entry, "raw_msg") is { } core ? Clean(core) : null;
        log.WriteLine(text);
        Keep(new NixMessage(Number(entry, "level") ?? NixActivity.LevelInformation, text, raw, Text(entry, "file"), Number(entry, "line"), Number(entry, "column")));
    }

    private void Start(JObject entry)
    {
        var text = Clean(Text(entry, "text") ?? string.Empty);
        if (text.Length > 0)
        {
            log.WriteLine(text);
        }

        var type = Number(entry, "type");
        if (type == NixActivity.Build && Field(entry, 0) is { } derivation && Id(entry) is { } id)
        {
            activities[id] = derivation;
        }

        if (type is NixActivity.Build or NixActivity.FileTransfer or NixActivity.Substitute && text.Length > 0)
        {
            onProgress?.Invoke(text);
        }
    }

    private void Result(JObject entry)
    {
        var derivation = Id(entry) is { } id ? activities.GetValueOrDefault(id) : null;
        if (derivation is null || Field(entry, 0) is not { } text)
        {
            return;
        }

        var name = StorePath.NameOf(derivation);
        if (Number(entry, "type") == NixActivity.ResultBuildLogLine)
        {
            var line = Sanitizer.Line(text, Limits.MaximumLineBytes);
            log.WriteLine($"{name}> {line}");
            KeepBuilderLine(derivation, line);
        }
        else if (Number(entry, "type") == NixActivity.ResultSetPhase)
        {
            log.WriteLine($"{name}: phase {Sanitizer.Line(text)}");
        }
    }

    private void Keep(NixMessage message)
    {
        if (messages.Count == MaximumMessages)
        {
            // Errors outlive chatter.
            var chatter = messages.FindIndex(each => each.Level > NixActivity.LevelWarning);
            messages.RemoveAt(Math.Max(chatter, 0));
        }

        messages.Add(message);
    }

    private void KeepBuilderLine(string derivation, string line)
    {
        if (!builders.TryGetValue(derivation, out var lines))
        {
            if (builders.Count >= MaximumBuilds)
            {
                builders.Remove(builders.Keys.FirstOrDefault(other => !activities.ContainsValue(other)) ?? builders.Keys.First());
            }

            builders[derivation] = lines = new Queue<string>();
        }

        lines.Enqueue(line);
        if (lines.Count > Limits.KeptLines)
        {
            lines.Dequeue();
        }
    }

    private static string Clean(string text) => string.Join('\n', text.Split('\n').Select(line => Sanitizer.Line(line)));

    private static string? Text(JObject entry, string name) => entry[name] is { Type: JTokenType.String } value ? value.Value<string>() : null;

    private static int? Number(JObject entry, string name) =>
        entry[name] is JValue { Value: long and >= int.MinValue and <= int.MaxValue and var number } ? (int)number : null;

    /// <summary>A process ID in the upper half and a counter in the lower.</summary>
    private static long? Id(JObject entry) => entry["id"] is JValue { Value: long id } ? id : null;

    private static string? Field(JObject entry, int index) =>
        entry["fields"] is JArray fields && fields.Count > index && fields[index] is JValue { Value: { } value } ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
