using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class SeveralHostsTests
{
    [Test]
    public async Task With_one_host_broken_the_other_still_succeeds()
    {
        using var workplace = new Workplace().WithHosts(("good", Modules.Healthy), ("broken", Modules.FailingBuild));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--jobs=2");

        var report = result.Expect(30, "failure", "build");
        var hosts = report["hosts"]!.ToDictionary(host => host.Value<string>("name")!, host => host.Value<string>("status"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(hosts, Is.EquivalentTo(new Dictionary<string, string> { ["broken"] = "failure", ["good"] = "success" }));
            Assert.That(report["failures"]!.Select(failure => failure.Value<string>("host")), Is.All.EqualTo("broken"));
            Assert.That(
                report["failures"]![0]!["subject"]!.Value<string>("name"), Is.EqualTo("broken-page"), "what failed by itself comes first");
            Assert.That(report["hosts"]!.Single(host =>
                host.Value<string>("name") == "broken")["phases"]!.Last!.Value<string>("skippedBecause"), Is.EqualTo("phase build failed"));
            Assert.That(result.Output, Does.Match(@"(?m)^good +│ ✓ boot passed"));
        }
    }

    [Test]
    public async Task Hosts_boot_side_by_side_on_disks_of_their_own()
    {
        using var workplace = new Workplace().WithHosts(("one", Modules.Healthy), ("two", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--jobs=2");

        var report = result.Expect(0, "success", failedPhase: null);
        var starts = report["hosts"]!.Select(host => DateTimeOffset.Parse(host["boot"]!.Value<string>("startedAt")!)).ToList();
        var ready = report["hosts"]!.Min(host => host["boot"]!.Value<int>("readyAfterMs"));
        Assert.That((starts[1] - starts[0]).Duration().TotalMilliseconds, Is.LessThan(ready), "both were on at the same time");
    }
}
