using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Model.Events;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>
/// The append-only record of a run. Every event is on disk before what it announces happens, so that a killed run
/// leaves enough behind to be reported.
/// </summary>
public sealed class EventLog : IDisposable
{
    private const string TypeProperty = "event";

    private static readonly Dictionary<string, Type> TypesByName = typeof(RunEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(RunEvent)) && !type.IsAbstract)
        .ToDictionary(NameOf, StringComparer.Ordinal);

    private readonly Lock gate = new();
    private readonly List<RunEvent> events = [];
    private readonly TimeProvider time;
    private readonly FileStream? file;
    private readonly Queue<byte[]> pending = new();
    private IRunObserver? observer;

    private EventLog(FileStream? file, IEnumerable<RunEvent> past, TimeProvider time)
    {
        this.file = file;
        this.time = time;
        events.AddRange(past);
    }

    /// <summary>Opens the log for appending, with what it already holds.</summary>
    public static EventLog Open(string path, TimeProvider time)
    {
        var past = File.Exists(path) ? ReadFile(path) : [];
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > 0 && !File.ReadAllText(path).EndsWith('\n'))
        {
            // What is written now must not become part of a line that a killed writer left unfinished.
            file.Write("\n"u8);
        }

        return new EventLog(file, past, time);
    }

    /// <summary>A log that is kept in memory only, for targets that leave no report.</summary>
    public static EventLog InMemory(TimeProvider time) => new(null, [], time);

    /// <summary>Reads a log; a torn last line, as a killed writer leaves it, is passed over.</summary>
    public static IReadOnlyList<RunEvent> ReadFile(string path)
    {
        var result = new List<RunEvent>();
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is { } known)
            {
                result.Add(known);
            }
        }

        return result;
    }

    public IReadOnlyList<RunEvent> Snapshot()
    {
        lock (gate)
        {
            return [.. events];
        }
    }

    public void Write(RunEvent entry)
    {
        lock (gate)
        {
            var stamped = entry with { At = time.GetUtcNow() };
            events.Add(stamped);
            if (file is not null)
            {
                var json = JObject.FromObject(stamped, Json.Serializer);
                json.AddFirst(new JProperty(TypeProperty, NameOf(stamped.GetType())));
                pending.Enqueue(Encoding.UTF8.GetBytes(json.ToString(Formatting.None) + "\n"));
                TryWrite();
            }

            observer?.Recorded(stamped);
        }
    }

    /// <summary>Lets somebody read along, from the first event on.</summary>
    public void Follow(IRunObserver reader)
    {
        lock (gate)
        {
            events.ForEach(reader.Recorded);
            observer = reader;
        }
    }

    /// <summary>Gets each write that fails; what could not be written is kept for the next one.</summary>
    public Action<IOException>? OnFailed { get; set; }

    /// <summary>Tries again to write what could not be written.</summary>
    public void WritePending()
    {
        lock (gate)
        {
            TryWrite();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
        }
    }

    private void TryWrite()
    {
        try
        {
            while (pending.TryPeek(out var next))
            {
                file!.Write(next);
                file.Flush();
                pending.Dequeue();
            }
        }
        catch (IOException error)
        {
            if (pending.Peek()[0] != (byte)'\n')
            {
                // A part of the line may have been written; the whole comes on a line of its own.
                var lines = pending.ToArray();
                pending.Clear();
                pending.Enqueue([(byte)'\n', .. lines[0]]);
                Array.ForEach(lines[1..], pending.Enqueue);
            }

            OnFailed?.Invoke(error);
        }
    }

    private static RunEvent? Parse(string line)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
            var json = JObject.Load(reader);
            return json.Value<string>(TypeProperty) is { } name && TypesByName.TryGetValue(name, out var type)
                ? (RunEvent?)json.ToObject(type, Json.Serializer)
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary><c>PhaseStarted</c> is written as <c>phase-started</c>.</summary>
    internal static string NameOf(Type type) =>
        string.Concat(type.Name.Select((letter, index) =>
            char.IsUpper(letter) ? (index == 0 ? string.Empty : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
