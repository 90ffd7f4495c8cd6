using Newtonsoft.Json.Linq;
using VmTest.Guest;
using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Guest;

/// <summary>A machine's words, recorded or made up, given to those who read them in a run.</summary>
internal sealed class Evidence
{
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(20);

    public Evidence(TimeSpan? elapsed = null)
    {
        Now = elapsed ?? JustNow;
        Console = new ConsoleRecord(Stream.Null, () => Now, OnSign);
        Journal = new GuestJournal(TextWriter.Null, () => Now);
        Probe = new ProbeRecord(() => Now, Journal);
        Probe.StateChanged += States.Add;
    }

    /// <summary>The time from QEMU's start.</summary>
    public TimeSpan Now { get; set; }

    public List<(ConsoleSign Sign, string Line)> Signs { get; } = [];

    public List<string> States { get; } = [];

    /// <summary>Told of every sign, as what decides the end of a boot is.</summary>
    public Action<ConsoleSign, string> OnConsole { get; set; } = (_, _) => { };

    /// <summary>The guest's clock when its units are dumped, in seconds.</summary>
    public double DumpedAt { get; init; } = 10;

    public ConsoleRecord Console { get; }

    public GuestJournal Journal { get; }

    public ProbeRecord Probe { get; }

    public BootClues Clues { get; } = new();

    public Milestones Milestones { get; } = new();

    public BootEvidence Boot => new("web", Console, Clues, Milestones, Probe, Journal, "web/console.log");

    /// <summary>A machine that was really run; see the folder's own note for what each is.</summary>
    public static Evidence Recorded(string name)
    {
        var evidence = new Evidence();
        evidence.Console.Feed(File.ReadAllBytes(PathOf(name, "console.log")));
        Play(name, "probe.jsonl", evidence.Probe.AddMessage);
        return evidence;
    }

    public static string PathOf(string name, string file) => Repository.Below($"tests/unit/fixtures/guest-logs/{name}/{file}");

    public Evidence Says(string type, string data, double up = 10)
    {
        Probe.AddMessage($$"""{"t":"{{type}}","up":{{up.ToString(System.Globalization.CultureInfo.InvariantCulture)}},"d":{{data}}}""");
        return this;
    }

    /// <summary>A dump of these units, each a list of properties as systemctl prints them.</summary>
    public Evidence Units(params string[][] units) =>
        Says("show",
            new JArray(units.Select(
                unit => new JObject(
                    unit.Select(property => property.Split('=', 2)).Select(pair => new JProperty(pair[0], pair[1]))))).ToString(),
            DumpedAt);

    public Evidence JobFailed(string unit, string result)
    {
        Journal.AddEntry($$"""{"_PID":"1","MESSAGE_ID":"be02cf6855d2428ba40df7e9d022f03d","UNIT":"{{unit}}","JOB_RESULT":"{{result}}","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Failed to start {{unit}}."}""");
        return this;
    }

    private void OnSign(ConsoleSign sign, string line)
    {
        Signs.Add((sign, line));
        Clues.Add(sign, line);
        Milestones.Reach(sign, JustNow);
        OnConsole(sign, line);
    }

    private static void Play(string name, string file, Action<string> take)
    {
        if (File.Exists(PathOf(name, file)))
        {
            var stream = new MemoryStream(File.ReadAllBytes(PathOf(name, file)));
            LineReader.ReadAsync(stream, take, CancellationToken.None).GetAwaiter().GetResult();
        }
    }
}
