using VmTest.Guest.Probe;
using VmTest.Guest.Verdicts;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class JobQueueTests
{
    private static readonly Dictionary<string, UnitState> Chain = Units(("c", "b"), ("b", "other a"), ("a", ""), ("d", "a"));

    [Test]
    public void A_job_waits_in_the_end_for_the_running_one_at_the_start_of_its_chain()
    {
        var jobs = Jobs("a*", "b", "c");

        Assert.That(JobQueue.Blocker("c", jobs, Chain), Is.EqualTo("a"));
        Assert.That(JobQueue.Blocker("b", jobs, Chain), Is.EqualTo("a"));
        Assert.That(JobQueue.Blocker("a", jobs, Chain), Is.Null);
    }

    [Test]
    public void A_cycle_of_waiting_jobs_ends_the_search()
    {
        var units = Units(("a", "b"), ("b", "a"));

        Assert.That(JobQueue.Blocker("a", Jobs("a", "b"), units), Is.Null);
    }

    [Test]
    public void Where_no_ordering_is_known_nothing_is_claimed()
    {
        Assert.That(JobQueue.Blocker("c", Jobs("a*", "c"), Units()), Is.Null);
        Assert.That(JobQueue.Blocker("c", [], Chain), Is.Null);
    }

    [Test]
    public void The_running_job_that_holds_up_most_others_comes_first()
    {
        var running = JobQueue.Running(Jobs("x*", "a*", "b", "c", "d"), Chain);

        Assert.That(running.Select(entry => (entry.Job.Unit, entry.Waiting)), Is.EqualTo(new[] { ("a", 3), ("x", 0) }));
    }

    private static List<UnitJob> Jobs(params string[] names) =>
        [.. names.Select(name => new UnitJob(name.TrimEnd('*'), "start", name.EndsWith('*') ? "running" : "waiting"))];

    private static Dictionary<string, UnitState> Units(params (string Name, string After)[] units) =>
        units.ToDictionary(unit => unit.Name,
            unit => new UnitState { Name = unit.Name, After = unit.After.Split(' ', StringSplitOptions.RemoveEmptyEntries) });
}
