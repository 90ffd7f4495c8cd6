using System.Diagnostics;
using Newtonsoft.Json.Linq;
using VmTest.DiagnosisTests.Network;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class NetworkTests
{
    [TestCase("404")]
    [TestCase("503")]
    [TestCase("limit")]
    [TestCase("reset")]
    public async Task An_input_that_cannot_be_fetched_is_asked_for_once_and_the_run_ends_within_two_seconds(string how)
    {
        var path = Unique(how);
        using var workplace = new Workplace()
            .WithFlake($"{{ inputs.far.url = \"http://{LocalServer.Shared.Address}{path}\"; outputs = {{ self, far }}: {{ }}; }}");

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var end = Stopwatch.GetTimestamp();
        Names(result.Expect(20, "failure", "evaluate"), path);
        EndsInTime(path, end);
    }

    [Test]
    public async Task A_source_that_cannot_be_fetched_ends_the_run_within_two_seconds_though_another_build_goes_on()
    {
        var path = Unique("503");
        using var workplace = new Workplace().WithFlake(Modules.WithSource($"http://{LocalServer.Shared.Address}{path}"));

        var result = await Host.RunAsync(workplace, new Dictionary<string, string?> { ["NIX_CONFIG"] = "sandbox = false\nmax-jobs = 3" },
            "--target=BuildVm", "--accel=tcg");

        var end = Stopwatch.GetTimestamp();
        Names(result.Expect(30, "failure", "build"), path);
        EndsInTime(path, end);
    }

    // Nix remembers for an hour what it has fetched, by its URL.
    private static string Unique(string how) => $"/{how}-{Guid.NewGuid():N}.tar.gz";

    private static void Names(JObject report, string path)
    {
        var failure = report["failures"]!.First!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Does.StartWith("network."));
            Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo($"http://{LocalServer.Shared.Address}{path}"));
            Assert.That(failure.Value<string>("message"), Does.Contain("127.0.0.1"));
        }
    }

    private static void EndsInTime(string path, long end)
    {
        var asked = LocalServer.Shared.Asked(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Has.Count.EqualTo(1), "one attempt");
            var elapsed = Stopwatch.GetElapsedTime(asked[0], end);
            TestContext.Out.WriteLine($"from the request to the end of the run: {elapsed.TotalMilliseconds:F0} ms");
            Assert.That(elapsed, Is.LessThan(Deadline.OfSeconds(2)));
        }
    }
}
