namespace VmTest.Model.Events;

/// <summary>One line of <c>events.jsonl</c>. The report is a function of these lines and of nothing else.</summary>
public abstract record RunEvent
{
    public DateTimeOffset At { get; init; }
}
