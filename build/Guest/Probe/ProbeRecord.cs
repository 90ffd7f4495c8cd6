using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Guest.Journal;

namespace VmTest.Guest.Probe;

/// <summary>
/// What the probe has said: lines of <c>{"t": type, "up": seconds, "d": data}</c>. A guest may write anything to the
/// ports; a line that is no such object is passed over.
/// </summary>
public sealed class ProbeRecord(Func<TimeSpan> elapsed, GuestJournal journal)
{
    /// <summary>More than any system has; a guest may make up as many as it likes.</summary>
    private const int MaximumUnits = 20_000;

    /// <summary>What is listed of these is also listed by a dump.</summary>
    private static readonly string[] IdleTypes = [".service", ".socket", ".timer", ".path", ".mount"];

    private const string DefaultAlias = "default.target";

    /// <summary>Of the probe itself: it waits for whatever the boot waits for, and explains nothing.</summary>
    private const string Watch = "vmtest-watch.service";

    private readonly Lock gate = new();
    private TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, TimeSpan> firstRunning = new(StringComparer.Ordinal);
    private TimeSpan listedJobsAt;
    private IReadOnlyDictionary<string, UnitState> beforeList = new Dictionary<string, UnitState>();

    /// <summary>Raised with systemd's word for the system's state: running, degraded, maintenance and so on.</summary>
    public event Action<string>? StateChanged;

    /// <summary>Whether it has said anything.</summary>
    public bool HasSpoken => Messages > 0;

    /// <summary>How many messages of its own it has sent; lines of the journal are none.</summary>
    public long Messages { get; private set; }

    public string? SystemState { get; private set; }

    public string? Kernel { get; private set; }

    public string? DefaultTarget { get; private set; }

    /// <summary>What started the kernel: uefi or bios.</summary>
    public string? Firmware { get; private set; }

    /// <summary>The entry that a boot loader on UEFI says it has started.</summary>
    public string? LoaderEntry { get; private set; }

    /// <summary>ActiveState of the default target at the last dump.</summary>
    public string? DefaultTargetState { get; private set; }

    public IReadOnlyList<UnitJob> Jobs { get; private set; } = [];

    public IReadOnlyDictionary<string, UnitState> Units { get; private set; } = new Dictionary<string, UnitState>();

    /// <summary>What the files of targets pull in, by target; empty where the probe did not say.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> WantsInFiles { get; private set; } =
        new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Whether the states of all units have been listed, by a look or a dump.</summary>
    public bool HasListed => Units.Count > 0;

    /// <summary>Units that were restarted between the last two looks at their details.</summary>
    public IReadOnlySet<string> Restarted { get; private set; } = new HashSet<string>();

    /// <summary>The last dump of units as it came.</summary>
    public JArray? RawUnits { get; private set; }

    /// <summary>Properties of the service manager, times in microseconds of the guest's monotonic clock.</summary>
    public JObject? Manager { get; private set; }

    /// <summary>The guest's clock when its units were last answered.</summary>
    public TimeSpan? DumpedAt { get; private set; }

    /// <summary>The guest's clock beside ours.</summary>
    public GuestClock Clock { get; } = new(elapsed);

    /// <summary>The unit of that name, which may be an alias; null where there is none.</summary>
    public UnitState? Find(string name) => Units.GetValueOrDefault(name) ?? Units.Values.FirstOrDefault(unit => unit.Names.Contains(name));

    /// <summary>For how long the lists of jobs have shown its job running, which is less than it has run; zero for any other.</summary>
    public TimeSpan SeenRunning(string unit) =>
        firstRunning.TryGetValue(unit, out var first) ? listedJobsAt - first : TimeSpan.Zero;

    /// <summary>Completed by the end of the next answer that comes in several parts.</summary>
    public Task NextAnswer()
    {
        lock (gate)
        {
            answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return answered.Task;
        }
    }

    /// <summary>Details of units that were only listed, known from elsewhere.</summary>
    internal void Add(IEnumerable<UnitState> details)
    {
        var all = new Dictionary<string, UnitState>(Units, StringComparer.Ordinal);
        foreach (var unit in details.Where(unit => all.ContainsKey(unit.Name) || all.Count < MaximumUnits))
        {
            all[unit.Name] = unit;
        }

        Units = all;
    }

    public void AddMessage(string line)
    {
        JObject message;
        try
        {
            using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = 16 };
            message = JObject.Load(reader);
        }
        catch (JsonException)
        {
            return;
        }

        if (message["t"] is not { Type: JTokenType.String } type)
        {
            if (message.ContainsKey("__CURSOR"))
            {
                journal.AddEntry(line);
            }

            return;
        }

        Messages++;
        Align(type.Value<string>()!, message["up"]);
        Add(type.Value<string>()!, message["d"]);
    }

    private void Align(string type, JToken? up)
    {
        if (up is JValue { Value: double or long } && up.Value<double>() is >= 0 and < int.MaxValue and var seconds)
        {
            if (type == "hello")
            {
                Clock.Restart();
            }

            Clock.Hear(TimeSpan.FromSeconds(seconds), isAnswer: type == "heard");
        }
    }

    private void Add(string type, JToken? data)
    {
        switch (type)
        {
            case "hello":
                Kernel = data is JObject properties ? UnitState.Text(properties, "kernel") : null;
                break;
            case "state" when data is { Type: JTokenType.String }:
                SystemState = data.Value<string>();
                StateChanged?.Invoke(SystemState!);
                break;
            case "jobs" when data is JArray jobs:
                ListJobs(jobs);
                break;
            case "list" when data is JArray rows:
                List(rows);
                break;
            case "wants" when data is { Type: JTokenType.String }:
                WantsInFiles = TargetFiles.Parse(data.Value<string>()!);
                break;
            case "default" when data is { Type: JTokenType.String } && data.Value<string>() is { Length: > 0 } name:
                DefaultTarget = name;
                DefaultTargetState = Units.TryGetValue(name, out var reached) ? reached.Active : null;
                break;
            case "detail" when data is JArray units:
                Detail(units);
                break;
            case "show" when data is JArray units:
                RawUnits = units;
                DumpedAt = Clock.Now;
                // A list in between knows no restarts.
                var before = Units.Values.Any(unit => unit.IsDetailed) ? Units : beforeList;
                Units = Named(units.OfType<JObject>().Select(UnitState.Parse));
                Restarted = RestartedSince(before);
                SetDefaultTarget();
                break;
            case "rest" when data is JArray units:
                Complete(units);
                break;
            case "manager" when data is JArray manager:
                Manager = manager.OfType<JObject>().FirstOrDefault();
                break;
            case "target" when data is JArray target && target.OfType<JObject>().FirstOrDefault() is { } shown:
                DefaultTarget = UnitState.Text(shown, "Id");
                DefaultTargetState = UnitState.Text(shown, "ActiveState");
                break;
            case "firmware" when data is JObject started:
                Firmware = UnitState.Text(started, "kind") is "uefi" ? "uefi" : "bios";
                LoaderEntry = UnitState.Text(started, "entry") is { Length: > 0 } entry ? entry : null;
                break;
            case "log" when data is JArray entries:
                journal.Replace(entries.OfType<JObject>());
                break;
            case "end" or "looked" or "shown":
                lock (gate)
                {
                    answered.TrySetResult();
                }

                break;
            default:
                break;
        }
    }

    private void ListJobs(JArray jobs)
    {
        listedJobsAt = elapsed();
        Jobs = [.. jobs.OfType<JObject>()
            .Select(job => new UnitJob(UnitState.Text(job, "unit"), UnitState.Text(job, "type"), UnitState.Text(job, "state")))
            .Where(job => job.Unit != Watch).DistinctBy(job => job.Unit)];
        firstRunning = Jobs.Where(job => job.IsRunning).ToDictionary(
            job => job.Unit, job => firstRunning.GetValueOrDefault(job.Unit, listedJobsAt), StringComparer.Ordinal);
    }

    /// <summary>States as they are now; what was known of a unit besides is older, and goes.</summary>
    private void List(JArray rows)
    {
        beforeList = Units;
        Units = Named(rows.OfType<JObject>().Select(UnitState.ParseRow));
    }

    private void Detail(JArray units)
    {
        Add(units.OfType<JObject>().Select(UnitState.Parse).OfType<UnitState>());
        DumpedAt = Clock.Now;
        Restarted = RestartedSince(beforeList);
    }

    /// <summary>Details of what the boot had to do with; of what stayed inactive, the list says all there is.</summary>
    private void Complete(JArray units)
    {
        var detailed = Named(units.OfType<JObject>().Select(UnitState.Parse));
        var idle = Units.Values.Where(unit => !detailed.ContainsKey(unit.Name) && unit.Active == "inactive"
            && Array.Exists(IdleTypes, type => unit.Name.EndsWith(type, StringComparison.Ordinal))).ToList();
        RawUnits = [.. units, .. idle.Select(unit => unit.ToProperties())];
        DumpedAt = Clock.Now;
        Units = Named([.. detailed.Values, .. idle]);
    }

    /// <summary>systemd has loaded it by that name, which is an alias.</summary>
    private void SetDefaultTarget()
    {
        if (Units.Values.FirstOrDefault(unit => unit.Names.Contains(DefaultAlias)) is { } target)
        {
            (DefaultTarget, DefaultTargetState) = (target.Name, target.Active);
        }
    }

    private HashSet<string> RestartedSince(IReadOnlyDictionary<string, UnitState> before) => Units.Values
        .Where(unit => before.TryGetValue(unit.Name, out var earlier) && earlier.IsDetailed && unit.Restarts > earlier.Restarts)
        .Select(unit => unit.Name).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, UnitState> Named(IEnumerable<UnitState?> units) => units.OfType<UnitState>()
        .Where(unit => unit.Name != Watch).GroupBy(unit => unit.Name)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
