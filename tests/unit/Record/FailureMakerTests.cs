using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Text;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Record;

public sealed class FailureMakerTests
{
    [Test]
    public void The_fingerprint_depends_on_code_host_and_subject_alone()
    {
        var other = Samples.Finding with { Message = "other words", Excerpt = [], Hint = null, Phase = Phase.Boot, Location = null };

        Assert.Multiple(() =>
        {
            Assert.That(Fingerprint(other), Is.EqualTo(Fingerprint(Samples.Finding)));
            Assert.That(Fingerprint(other with { Code = FailureCodes.UnitPending }), Is.Not.EqualTo(Fingerprint(other)));
            Assert.That(Fingerprint(other with { Host = "db" }), Is.Not.EqualTo(Fingerprint(other)));
            Assert.That(Fingerprint(other with { Subject = new Subject(SubjectKind.Unit, "y") }), Is.Not.EqualTo(Fingerprint(other)));
            Assert.That(Fingerprint(other), Is.EqualTo("d38530f1b4fd261a"), "fingerprints are kept by others: they do not change");
        });
    }

    [Test]
    public void A_consequence_carries_the_fingerprint_of_its_cause()
    {
        var cause = Samples.Finding with { Host = null };
        var made = FailureMaker.Make(
            Samples.Finding with { Subject = new Subject(SubjectKind.Unit, "y"), CausedBy = cause }, Phase.Runtime, "web");

        Assert.That(made.CausedBy, Is.EqualTo(FailureMaker.Make(cause, Phase.Runtime, "web").Fingerprint));
    }

    [Test]
    public void The_last_lines_of_a_long_excerpt_are_kept() =>
        Assert.That(FailureMaker.Make(Samples.Finding with { Excerpt = [.. Enumerable.Range(0, 100).Select(line => $"{line}")] }).Excerpt,
            Is.EqualTo(Enumerable.Range(70, 30).Select(line => $"{line}")));

    [TestCase(2, Phase.Boot, "web", "The run was ended by SIGINT in the boot phase of web.")]
    [TestCase(15, Phase.Evaluate, null, "The run was ended by SIGTERM in the evaluate phase.")]
    [TestCase(1, null, null, "The run was ended by SIGHUP.")]
    [TestCase(null, null, null, "The run was ended by SIGKILL.")]
    public void A_cancel_names_its_signal_and_its_place(int? signal, Phase? phase, string? host, string message) =>
        Assert.That(FailureMaker.Cancelled(signal, phase, host).Message, Is.EqualTo(message));

    [Test]
    public void A_defect_of_ours_carries_its_stack_and_says_whose_fault_it_is()
    {
        var failure = FailureMaker.Make(
            FailureMaker.Defect(
                Assert.Throws<InvalidOperationException>(() => throw new InvalidOperationException("broken\nin two lines"))!));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Is.EqualTo("VmTest itself broke: InvalidOperationException: brokenin two lines"));
            Assert.That(failure.Origin, Is.EqualTo(FailureOrigin.Tool));
            Assert.That(failure.Excerpt[0], Does.Contain(nameof(A_defect_of_ours_carries_its_stack_and_says_whose_fault_it_is)));
        });
    }

    [Test]
    public void Whatever_texts_a_failure_is_made_of_its_report_is_valid() => Properties.ForAll(Properties.Texts, text =>
    {
        var longText = string.Concat(Enumerable.Repeat(text + "x", 3000));
        foreach (var each in new[] { text, longText })
        {
            var failure = FailureMaker.Make(Samples.Finding with
            {
                Message = each,
                Host = text,
                Hint = each,
                Subject = new Subject(SubjectKind.File, each),
                Location = new SourceLocation(each, 1, 1),
                Excerpt = [each, each],
            });
            var report = new EventScript().Hosts(text).Then(new FailureFound(failure)).Finished().Report;
            Assert.That(ReportSchema.Validate(Json.Document(report)), Is.Empty);
        }
    }, attempts: 50);

    private static string Fingerprint(Finding finding) => FailureMaker.Make(finding).Fingerprint;
}
