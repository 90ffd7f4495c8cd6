using VmTest.Diagnosis.Vm;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.UnitTests.Diagnosis.Vm;

public sealed class VmDiagnosisTests
{
    private static IEnumerable<string> Names => VmCase.All().Select(each => each.Name);

    [TestCaseSource(nameof(Names))]
    public void A_unit_is_blamed_on_the_vm_only_where_nothing_else_can_be_to_blame(string name)
    {
        var given = VmCase.All().Single(each => each.Name == name);

        Assert.That(
            VmDiagnosis.Find(given.Unit, given.Lines, given.Isolated) is var (rule, _) ? EnumText.Lower(rule.Topic) : "configuration",
            Is.EqualTo(given.Expected), $"words from {given.Facts["from"]}");
    }

    [Test]
    public void There_are_many_cases_of_either_kind()
    {
        var cases = VmCase.All().ToList();

        Assert.That(cases.Select(each => each.Name), Is.Unique);
        Assert.That(cases.Count(each => each.Expected != "configuration"), Is.GreaterThanOrEqualTo(40));
        Assert.That(cases.Count(each => each.Expected == "configuration"), Is.GreaterThanOrEqualTo(20));
    }

    [Test]
    public void Evidence_and_subject_stay_and_message_and_hint_say_what_to_do()
    {
        var finding = Failed("acme-example.org.service",
            "lego: dial tcp: lookup acme-v02.api.letsencrypt.org: Temporary failure in name resolution");

        var blamed = VmDiagnosis.Apply(finding, isolated: true);

        Assert.Multiple(() =>
        {
            Assert.That(blamed.Origin, Is.EqualTo(FailureOrigin.Vm));
            Assert.That((blamed.Code, blamed.Subject, blamed.Excerpt), Is.EqualTo((finding.Code, finding.Subject, finding.Excerpt)));
            Assert.That(blamed.Message, Is.EqualTo("It failed. Only the VM is to blame: it is cut off from the network, and "
                + "acme-v02.api.letsencrypt.org cannot be reached."));
            Assert.That(blamed.Hint, Does.Contain("--network=user").And.Contain("allowFailed = [ \"acme-example.org.service\" ]"));
        });
    }

    [Test]
    public void What_is_not_recognised_stays_as_it_is()
    {
        var finding = Failed("web.service", "web: no luck");

        Assert.That(VmDiagnosis.Apply(finding, isolated: true), Is.SameAs(finding));
    }

    private static Finding Failed(string unit, params string[] lines) => new()
    {
        Code = FailureCodes.UnitFailed,
        Origin = FailureOrigin.Configuration,
        Message = "It failed.",
        Subject = new Subject(SubjectKind.Unit, unit),
        Excerpt = lines,
    };
}
