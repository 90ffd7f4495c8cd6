using VmTest.Model;
using VmTest.Phases.Evaluate;
using VmTest.Record;

namespace VmTest.UnitTests.Phases.Evaluate;

public sealed class HostChoiceTests
{
    private static readonly string[] Existing = ["database", "mail", "web"];

    [Test]
    public void Without_a_wish_all_hosts_take_part() => Assert.That(HostChoice.Choose([], Existing), Is.EqualTo(Existing));

    [Test]
    public void The_hosts_asked_for_take_part_in_the_order_given() =>
        Assert.That(HostChoice.Choose(["web", "mail"], Existing), Is.EqualTo(new[] { "web", "mail" }));

    [Test]
    public void Every_host_that_the_flake_lacks_is_named_with_the_nearest_and_the_whole_list()
    {
        var error = Assert.Throws<PhaseFailedException>(() => HostChoice.Choose(["wen", "mail", "Web"], Existing));

        Assert.That(
            error?.Findings.Select(failure => failure.Code), Is.EqualTo(new[] { FailureCodes.HostUnknown, FailureCodes.HostUnknown }));
        Assert.That(error?.Findings.Select(failure => failure.Message), Is.EqualTo(new[]
        {
            "The flake has no host 'wen'. Did you mean web? Allowed: database, mail, web.",
            "The flake has no host 'Web'. Did you mean web? Allowed: database, mail, web.",
        }));
    }
}
