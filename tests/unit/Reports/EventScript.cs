using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;

namespace VmTest.UnitTests.Reports;

/// <summary>Writes the events of a run, one every second.</summary>
internal sealed class EventScript
{
    private static readonly string[] NoHost = [null!];

    private readonly List<RunEvent> events = [];
    private DateTimeOffset now = Samples.Time;

    public EventScript(string target = "VmTest", params Phase[] planned)
    {
        var run = Samples.Run with { Target = target, FinishedAt = null, DurationMs = null };
        Then(new RunStarted(new ToolFacts("vmtest", "0.1.0"), run, "/tmp/private", planned.Length > 0 ? planned : Enum.GetValues<Phase>()));
    }

    public IReadOnlyList<RunEvent> Events => events;

    public Report Report => ReportBuilder.Build(events);

    public EventScript Then(RunEvent entry)
    {
        events.Add(entry with { At = now });
        now = now.AddSeconds(1);
        return this;
    }

    /// <summary>A phase from its start to its end, for each host, or once for all where none is named.</summary>
    public EventScript Phase(Phase phase, PhaseStatus status, params string[] hosts)
    {
        foreach (var host in hosts.Length > 0 ? hosts : NoHost)
        {
            Then(new PhaseStarted(phase, host)).Then(new PhaseFinished(phase, host, status));
        }

        return this;
    }

    public EventScript Passed(Phase from, Phase to, params string[] hosts)
    {
        for (var phase = from; phase <= to; phase++)
        {
            Phase(phase, PhaseStatus.Passed, hosts);
        }

        return this;
    }

    public EventScript Hosts(params string[] hosts) => Then(new HostsSelected(hosts));

    public EventScript Failed(string code, Phase? phase = null, string? host = null, string? causedBy = null, string subject = "x")
    {
        var finding = new Finding
        {
            Code = code,
            Origin = FailureOrigin.Configuration,
            Message = $"{subject} failed.",
            Subject = new Subject(SubjectKind.Unit, subject),
        };
        return Then(new FailureFound(FailureMaker.Make(finding, phase, host) with { CausedBy = causedBy }));
    }

    public EventScript Finished(int? signal = null, bool killed = false) =>
        Then(new CleanupFinished(new CleanupReceipt { Processes = new ResourceCount(3, 3) })).Then(new RunFinished(signal, killed));
}
