using Microsoft.Extensions.Time.Testing;
using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.Phases.Runtime;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Phases.Runtime;

public sealed class UnitLookTests
{
    private const string Target =
        """{"unit":"multi-user.target","load":"loaded","active":"active","sub":"active","description":"Multi-User System"}""";
    private const string Web = """{"unit":"web.service","load":"loaded","active":"active","sub":"running","description":"Web"}""";
    private const string FailedUnit = """{"unit":"db.service","load":"loaded","active":"failed","sub":"failed","description":"Database"}""";
    private const string Inactive = """{"unit":"job.service","load":"loaded","active":"inactive","sub":"dead","description":"A job"}""";
    private const string Wants = "/etc/systemd/system/multi-user.target.wants/job.service\\n";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly SaidLog log = new();
    private readonly GuestRecorder recorder;
    private readonly AnsweringProbe probe;
    private readonly Dictionary<string, string[]> answers = new(StringComparer.Ordinal);

    public UnitLookTests()
    {
        recorder = new GuestRecorder("web", Stream.Null, "web/console.log", Stream.Null, time);
        probe = new AnsweringProbe(Answer);
        Says("state", "\"running\"");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await recorder.DisposeAsync();
        await probe.DisposeAsync();
    }

    [Test]
    public async Task A_healthy_system_is_asked_once_and_for_no_details()
    {
        Listing(Wants, Target, Web);
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");

        Assert.That(await JudgeAsync("web.service"), Is.Empty);
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look" }));
    }

    [Test]
    public async Task How_a_unit_failed_is_known_from_the_journal_without_asking()
    {
        Listing(Wants, Target, FailedUnit);
        Manager("db.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED", "98e322203f7a4ed290d09fe03c09fe15",
            """ "UNIT":"db.service","EXIT_CODE":"exited","EXIT_STATUS":"3" """);
        Manager("db.service: Failed with result 'exit-code'.", "d9b373ed55a64feb8242e02dbe79a49c",
            """ "UNIT":"db.service","UNIT_RESULT":"exit-code" """);
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");

        var failure = (await JudgeAsync()).Single();

        Assert.That(failure.Message, Is.EqualTo("db.service of web failed: its program ended with exit status 3."));
        Assert.That(failure.Excerpt, Has.Some.Contains("Main process exited"));
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look" }));
    }

    [Test]
    public async Task Without_a_journal_all_units_are_asked_for()
    {
        Listing(Wants, Target, Web, FailedUnit);
        answers["dump"] =
        [
            Line("show", """[{"Id":"db.service","ActiveState":"failed","Result":"signal","ExecMainCode":"2","ExecMainStatus":"9"}]"""),
            Line("end", "null"),
        ];

        Assert.That((await JudgeAsync()).Single().Message, Does.EndWith("its program was killed by signal 9."));
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "dump" }));
    }

    [Test]
    public async Task A_wanted_unit_that_was_never_tried_is_looked_at_and_then_what_wants_it()
    {
        Listing(Wants + "/etc/systemd/system/multi-user.target.wants/tried.service\\n", Target, Inactive, Inactive.Replace("job", "tried"));
        Manager("tried.service was skipped because of an unmet condition check.", "x", "\"UNIT\":\"tried.service\"");
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");
        answers["show job.service"] =
        [
            Line("detail", """[{"Id":"job.service","LoadState":"loaded","ActiveState":"inactive"}]"""), Line("shown", "null"),
        ];
        answers["show *.target"] =
        [
            Line("detail", """[{"Id":"multi-user.target","LoadState":"loaded","ActiveState":"active","Wants":"job.service tried.service"}]"""),
            Line("shown", "null"),
        ];

        var failure = (await JudgeAsync()).Single();

        Assert.That((failure.Code, failure.Subject!.Name), Is.EqualTo((FailureCodes.UnitPending, "job.service")));
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "show job.service", "show *.target" }));
    }

    [TestCase("""{"_PID":"1","MESSAGE":"Finished A job.","UNIT":"job.service","JOB_TYPE":"start","JOB_RESULT":"done"}""")]
    [TestCase("""{"_PID":"1","MESSAGE":"A job was skipped because of an unmet condition check (ConditionPathExists=/x).","UNIT":"job.service"}""")]
    [TestCase("""{"_TRANSPORT":"kernel","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"A job was skipped because of an unmet condition check (ConditionPathExists=/x)."}""")]
    [TestCase("""{"_TRANSPORT":"kernel","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Finished job.service - A job."}""")]
    public async Task A_wanted_unit_that_the_journal_says_was_tried_is_not_looked_at(string entry)
    {
        Listing(Wants, Target, Inactive);
        recorder.Evidence.Journal.AddEntry(entry);
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");

        Assert.That(await JudgeAsync(), Is.Empty);
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look" }));
    }

    [Test]
    public async Task No_service_can_say_in_the_journal_that_another_was_tried()
    {
        Listing(Wants, Target, Inactive);
        recorder.Evidence.Journal.AddEntry(
            """{"_PID":"77","MESSAGE":"Finished A job.","UNIT":"job.service","JOB_TYPE":"start","JOB_RESULT":"done"}""");
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");
        answers["show job.service"] = [Line("shown", "null")];

        await JudgeAsync();

        Assert.That(probe.Asked, Does.Contain("show job.service"));
    }

    [Test]
    public async Task A_unit_that_was_restarted_is_looked_at_twice()
    {
        Listing(Wants, Target, Web);
        Manager("web.service: Scheduled restart job, restart counter is at 1.", "5eb03494b6584870a536b337290809b3",
            """ "UNIT":"web.service" """);
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");
        var restarts = 0;
        probe.Answering = request =>
        {
            if (request == "show web.service")
            {
                Says("detail", $$"""[{"Id":"web.service","ActiveState":"active","NRestarts":"{{++restarts}}"}]""");
                Says("shown", "null");
            }
        };

        Assert.That((await JudgeAsync()).Single().Code, Is.EqualTo(FailureCodes.RestartLoop));
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "show web.service", "look", "show web.service" }));
    }

    [Test]
    public async Task A_systemd_that_does_not_list_as_JSON_is_asked_for_everything()
    {
        answers["look"] = [Line("looked", "null")];
        answers["dump"] = [Line("show", """[{"Id":"web.service","ActiveState":"active"}]"""), Line("end", "null")];

        Assert.That(await JudgeAsync(), Is.Empty);
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "dump" }));
    }

    [Test]
    public async Task What_is_waited_for_is_said_at_the_latest_after_three_seconds()
    {
        using var late = time.CreateTimer(_ => Answer("look late"), null, Step * 4, Timeout.InfiniteTimeSpan);
        answers["look late"] = [Line("looked", "null")];
        answers["dump"] = [Line("show", """[{"Id":"web.service","ActiveState":"active"}]"""), Line("end", "null")];

        await JudgeAsync();

        Assert.That(log.Lines, Has.Some.EqualTo("status: waiting for the states of all units for 3.0 s"));
    }

    [Test]
    public async Task For_the_report_details_of_what_was_started_or_tried_are_asked_for_and_the_list_is_kept_of_the_rest()
    {
        Listing(Wants, Target, Web, Inactive.Replace("job", "idle"), Inactive);
        Manager("Finished A job.", "x", """ "UNIT":"job.service","JOB_TYPE":"start","JOB_RESULT":"done" """);
        Manager("Startup finished in 9s.", "b07a249cd024414a82dd00cd181378ff");
        await JudgeAsync();
        answers["rest job.service"] =
        [
            Line("rest", """[{"Id":"web.service","ActiveState":"active"},{"Id":"job.service","InactiveExitTimestampMonotonic":"5"}]"""),
            Line("end", "null"),
        ];

        await ListAllAsync();

        var units = recorder.Evidence.Probe.Units;
        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "rest job.service" }));
        Assert.That(units.Keys, Is.EquivalentTo(new[] { "web.service", "job.service", "idle.service" }));
        Assert.That((units["job.service"].StartingAt, units["idle.service"].Active), Is.EqualTo((5L, "inactive")));
        Assert.That(recorder.Evidence.Probe.RawUnits!.Select(unit => (string?)unit["Id"]),
            Is.EqualTo(new[] { "web.service", "job.service", "idle.service" }));
    }

    [Test]
    public async Task What_a_verdict_has_asked_for_is_not_asked_for_again_and_without_a_journal_everything_is()
    {
        answers["look"] = [Line("looked", "null")];
        answers["dump"] =
        [
            Line("show", """[{"Id":"graphical.target","Names":"graphical.target default.target","ActiveState":"active"}]"""),
            Line("end", "null"),
        ];
        await JudgeAsync();

        await ListAllAsync();

        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "dump" }));
        Assert.That((recorder.Evidence.Probe.DefaultTarget, recorder.Evidence.Probe.DefaultTargetState),
            Is.EqualTo(("graphical.target", "active")));

        Says("list", $"[{Web}]");
        await ListAllAsync();

        Assert.That(probe.Asked, Is.EqualTo(new[] { "look", "dump", "dump" }));
    }

    private static string Line(string type, string data) => $$"""{"t":"{{type}}","up":10,"d":{{data}}}""";

    private void Says(string type, string data) => recorder.Evidence.Probe.AddMessage(Line(type, data));

    private void Answer(string request)
    {
        foreach (var line in answers.GetValueOrDefault(request, []))
        {
            recorder.Evidence.Probe.AddMessage(line);
        }
    }

    private void Listing(string wants, params string[] rows) => answers["look"] =
    [
        Line("list", $"[{string.Join(',', rows)}]"), Line("default", "\"multi-user.target\""), Line("wants", $"\"{wants}\""),
        Line("looked", "null"),
    ];

    private void Manager(string message, string id, string fields = "\"PRIORITY\":\"6\"") => recorder.Evidence.Journal.AddEntry(
        $$"""{"_PID":"1","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"{{message}}","MESSAGE_ID":"{{id}}",{{fields}}}""");

    private Task ListAllAsync()
    {
        var requests = new ProbeRequests(probe, new TaskCompletionSource().Task, recorder.Evidence.Probe, time);
        return time.RunAsync(new UnitLook(recorder, requests, log, time).ListAllAsync(CancellationToken.None), Step);
    }

    private async Task<IReadOnlyList<Finding>> JudgeAsync(params string[] required)
    {
        var requests = new ProbeRequests(probe, new TaskCompletionSource().Task, recorder.Evidence.Probe, time);
        await time.RunAsync(new UnitLook(recorder, requests, log, time).RunAsync(required, CancellationToken.None), Step);
        return RuntimeVerdict.Judge(recorder.Evidence, required);
    }
}
