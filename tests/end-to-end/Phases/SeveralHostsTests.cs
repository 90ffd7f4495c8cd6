using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>Both look at one run.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class SeveralHostsTests
{
    private static readonly SharedRun run = new(30, "build", ["--accel=tcg", "--jobs=2"], () => new Workplace().WithHosts(
        ("good", Modules.Healthy), ("broken", Modules.FailingBuild), ("other", "{ networking.hostName = \"other\"; }")));

    [OneTimeTearDown]
    public static void Remove() => run.Dispose();

    [Test]
    public async Task With_one_host_broken_the_other_still_succeeds()
    {
        var report = await run.ReportAsync();
        var hosts = report["hosts"]!.ToDictionary(host => host.Value<string>("name")!, host => host.Value<string>("status"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(hosts, Is.EquivalentTo(
                new Dictionary<string, string> { ["broken"] = "failure", ["good"] = "success", ["other"] = "success" }));
            Assert.That(report["failures"]!.Select(failure => failure.Value<string>("host")), Is.All.EqualTo("broken"));
            Assert.That(
                report["failures"]![0]!["subject"]!.Value<string>("name"), Is.EqualTo("broken-page"), "what failed by itself comes first");
            Assert.That((await run.HostAsync("broken"))["phases"]!.Last!.Value<string>("skippedBecause"), Is.EqualTo("phase build failed"));
            Assert.That(await run.OutputAsync(), Does.Match(@"(?m)^good +│ ✓ boot passed"));
        }
    }

    [Test]
    public async Task Hosts_boot_side_by_side_on_disks_of_their_own()
    {
        var boots = new[] { (await run.HostAsync("good"))["boot"]!, (await run.HostAsync("other"))["boot"]! };

        var starts = boots.Select(boot => DateTimeOffset.Parse(boot.Value<string>("startedAt")!)).ToList();
        var ready = boots.Min(boot => boot.Value<int>("readyAfterMs"));
        Assert.That((starts[1] - starts[0]).Duration().TotalMilliseconds, Is.LessThan(ready), "both were on at the same time");
    }
}
