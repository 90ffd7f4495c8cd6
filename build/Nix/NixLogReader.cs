using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Nix;

/// <summary>
/// Reads Nix's log line by line as it comes: writes all of it as text, and keeps in bounded memory what a diagnosis needs.
/// A line that is no JSON is text. Any bytes will do.
/// </summary>
/// <param name="log">Gets the log as text.</param>
/// <param name="logLines">Lines that the log file has already.</param>
/// <param name="time">For how long Nix builds, fetches and copies; null for this machine's clock.</param>
public sealed class NixLogReader(TextWriter log, long logLines = 0, TimeProvider? time = null)
{
    /// <summary>Characters of a builder's line kept in memory; the log file has more of it.</summary>
    private const int BuilderLineLength = 500;

    /// <summary>Activities of Nix that are followed at once; more can only be in a broken log.</summary>
    private const int KnownActivities = 10_000;

    private readonly Lock gate = new();
    private readonly NixLogEntry entry = new();
    private readonly KeptMessages messages = new();
    private readonly BuilderLogs builders = new();
    private readonly Dictionary<long, NixTask> tasks = [];
    private readonly Dictionary<string, string> built = new(StringComparer.Ordinal);
    private readonly List<string> started = [];
    private readonly NixTotals totals = new();
    private readonly NixTimes times = new(time ?? TimeProvider.System);
    private long written = logLines;

    /// <summary>Raised on the reading thread when a build or a download begins, with its words.</summary>
    public event Action<string>? Began;

    /// <summary>Raised on the reading thread with each line that a builder prints.</summary>
    public event Action<string>? BuilderSaid;

    /// <summary>Raised on the reading thread with each message of level error.</summary>
    public event Action<NixMessage>? ErrorSeen;

    public IReadOnlyList<NixMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return messages.ToList();
            }
        }
    }

    public NixProgress Progress
    {
        get
        {
            lock (gate)
            {
                return NixProgress.Sum(tasks.Values, totals);
            }
        }
    }

    /// <summary>What Nix has spent until now.</summary>
    public NixUsage Usage
    {
        get
        {
            lock (gate)
            {
                return times.Usage;
            }
        }
    }

    /// <summary>The derivations whose builders were started, the newest first.</summary>
    public IReadOnlyList<string> Started
    {
        get
        {
            lock (gate)
            {
                return [.. started.AsEnumerable().Reverse()];
            }
        }
    }

    /// <summary>The derivation of that name that was built; null where there was none.</summary>
    public string? DerivationNamed(string name)
    {
        lock (gate)
        {
            return built.GetValueOrDefault(name);
        }
    }

    /// <summary>What is kept of a builder's output; null where it said nothing.</summary>
    public BuilderLog? Builder(string derivation)
    {
        lock (gate)
        {
            return builders.Find(derivation);
        }
    }

    public void Read(string line) => Read(Encoding.UTF8.GetBytes(line));

    /// <param name="line">Without its line feed.</param>
    public void Read(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            if (!line.StartsWith("@nix "u8))
            {
                PlainText(Encoding.UTF8.GetString(line[..Math.Min(line.Length, Limits.MaximumLineBytes)]));
                return;
            }

            // A message that was too long for one line has lost its end; its beginning is still worth reading.
            if (!entry.Parse(line["@nix "u8.Length..])
                && (line.Length < NixClient.MaximumNixLineBytes || !ParseCut(line["@nix "u8.Length..])))
            {
                PlainText(Encoding.UTF8.GetString(line[..Math.Min(line.Length, Limits.MaximumLineBytes)]));
                return;
            }

            Take();
        }
    }

    private void Take()
    {
        switch (entry.Action)
        {
            case NixLogAction.Message:
                Message();
                break;
            case NixLogAction.Start:
                Start();
                break;
            case NixLogAction.Result:
                Result();
                break;
            case NixLogAction.Stop when entry.Id is { } id && tasks.Remove(id, out var task):
                totals.Finished(task);
                times.Finished(task);
                break;
            default:
                break;
        }
    }

    private bool ParseCut(ReadOnlySpan<byte> json)
    {
        // An escape sequence must not be cut in half: at most six bytes (\u0000) belong to one.
        const int longestEscape = 6;
        var end = json.Length - longestEscape;
        while (end > 0 && json[end - 1] is (byte)'\\' or >= 0x80)
        {
            end--;
        }

        return entry.Parse([.. json[..end], .. "\"}"u8]);
    }

    private void PlainText(string line)
    {
        const string error = "error:";
        const string warning = "warning:";
        var text = Sanitizer.Line(line, Limits.MaximumLineBytes);
        Write(text);
        var level = text.StartsWith(error, StringComparison.Ordinal) ? NixActivity.LevelError
            : text.StartsWith(warning, StringComparison.Ordinal) ? NixActivity.LevelWarning
            : NixActivity.LevelInformation;
        Keep(new NixMessage(level, text) { Plain = true });
    }

    private void Message()
    {
        var text = MessageText.Clean(entry.Message ?? string.Empty);
        Write(text);
        Keep(new NixMessage(
            entry.Level ?? NixActivity.LevelInformation,
            text,
            entry.RawMessage is { } core ? MessageText.Clean(core) : null,
            entry.File is { } file ? MessageText.File(file) : null,
            entry.Line is > 0 ? entry.Line : null,
            entry.Column is > 0 ? entry.Column : null));
    }

    private void Keep(NixMessage message)
    {
        messages.Add(message);
        if (message.Level == NixActivity.LevelError)
        {
            if (StorePath.DerivationIn(message.Text) is { } derivation && builders.Find(derivation) is { } builder)
            {
                builder.Failed = true;
            }

            ErrorSeen?.Invoke(message);
        }
    }

    private void Start()
    {
        var text = Sanitizer.Line(entry.Text ?? string.Empty);
        if (text.Length > 0)
        {
            Write(text);
        }

        if (entry.Id is not { } id || entry.Type is not { } type)
        {
            return;
        }

        var task = new NixTask(type, entry.Field(0), text);
        if (tasks.Count < KnownActivities && tasks.TryAdd(id, task))
        {
            times.Started(task);
        }

        if (type == NixActivity.Build && task.Subject is { } derivation && built.Count < KnownActivities)
        {
            built[task.Name] = derivation;
            started.Add(derivation);
        }

        totals.Started(task);
        if (type is NixActivity.Build or NixActivity.FileTransfer or NixActivity.Substitute && text.Length > 0)
        {
            Began?.Invoke(text);
        }
    }

    private void Result()
    {
        if (entry.Id is not { } id || !tasks.TryGetValue(id, out var task))
        {
            return;
        }

        switch (entry.Type)
        {
            case NixActivity.ResultBuildLogLine or NixActivity.ResultPostBuildLogLine when entry.Field(0) is { } text
                && task.Subject is { } derivation:
                BuilderLine(derivation, task.Name, text);
                break;
            case NixActivity.ResultSetPhase when entry.Field(0) is { } phase:
                task.Phase = Sanitizer.Line(phase);
                Write($"{task.Name}: phase {task.Phase}");
                break;
            case NixActivity.ResultProgress:
                totals.Progressed(task.Type, entry.Number(0), entry.Number(1), entry.Number(2));
                times.Progressed(task, entry.Number(0));
                break;
            default:
                break;
        }
    }

    private void BuilderLine(string derivation, string name, string text)
    {
        var line = Sanitizer.Line(text, Limits.MaximumLineBytes);
        written++;
        log.Write(name);
        log.Write("> ");
        log.WriteLine(line);
        BuilderSaid?.Invoke(line);
        builders.Of(derivation)
            .Add(line.Length > BuilderLineLength ? string.Concat(line.AsSpan(0, BuilderLineLength), "…") : line, written);
    }

    private void Write(string text)
    {
        written += 1 + text.AsSpan().Count('\n');
        log.WriteLine(text);
    }
}
