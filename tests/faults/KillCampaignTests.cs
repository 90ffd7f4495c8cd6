using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VmTest.FaultTests;

/// <summary>
/// Runs that are ended at any moment, early moments more often than late ones. <c>VMTEST_KILLS</c> is how many, and
/// <c>VMTEST_KILLS_FROM</c> the number of the first; the same number is the same run, signal and moment.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The same number has to be the same run.")]
public sealed class KillCampaignTests
{
    private const int UsualKills = 20;
    private const double FirstMoment = 0.02;

    /// <summary>Beyond the end of most runs on a fast machine; what has ended has its record beside it.</summary>
    private const double LastMoment = 20;

    private const string Records = "records";

    private static IEnumerable<int> Kills() => Enumerable.Range(Number("VMTEST_KILLS_FROM", 1), Number("VMTEST_KILLS", UsualKills));

    [TestCaseSource(nameof(Kills))]
    public async Task Whenever_a_run_is_ended_nothing_is_left_and_its_report_is_valid(int number)
    {
        var random = new Random(number);
        var moment = TimeSpan.FromSeconds(FirstMoment * Math.Pow(LastMoment / FirstMoment, random.NextDouble()));
        var signal = new[] { Host.Interrupt, Host.Terminate, Host.Kill }[random.Next(3)];
        var install = random.Next(4) == 0 ? "disk" : "direct";
        using var workplace = random.Next(2) == 0
            ? new Workplace().WithHosts(("one", Modules.Healthy))
            : new Workplace().WithHosts(("one", Modules.Healthy), ("two", Modules.Healthy));
        await TestContext.Out.WriteLineAsync($"signal {signal} after {moment.TotalSeconds:0.000} s, --install={install}");

        using var host = Host.Start(workplace, "--accel=tcg", $"--install={install}");
        await Task.Delay(moment);
        var watch = Stopwatch.StartNew();
        var sent = host.TrySignal(signal);
        var result = await host.EndAsync();
        var needed = watch.Elapsed;
        await TestContext.Out.WriteLineAsync($"ended after {needed.TotalSeconds:0.000} s");
        if (signal == Host.Kill)
        {
            var teardown = await Host.RunAsync(workplace, "--target=Teardown");
            Assert.That(teardown.ExitCode, Is.Zero, teardown.Output + teardown.Error);
        }

        var runs = Directory.Exists(workplace.Output)
            ? Directory.EnumerateFileSystemEntries(workplace.Output).Select(Path.GetFileName)
                .Where(name => name is not ("latest" or Records)).ToList()
            : [];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(needed, Is.LessThan(Deadline.OfSeconds(2)).Or.Matches<TimeSpan>(_ => !sent), "from the signal to the end");
            Leftovers.ExpectNone(workplace);
            Assert.That(runs, Has.Count.LessThanOrEqualTo(1).And.All.Match("^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}([0-9a-f]{4})?$"),
                "a folder appears as that of a run, or not at all");
            if (runs.Count == 1)
            {
                Assert.That(result.ReportOf(Path.Combine(workplace.Output, runs[0]!))["cleanup"]!["leaked"], Is.Empty);
            }
        }
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : usual;
}
