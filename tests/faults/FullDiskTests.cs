namespace VmTest.FaultTests;

/// <summary>Folders without space, and programs that write without end.</summary>
public sealed class FullDiskTests
{
    private const long MiB = 1 << 20;
    private const long KeptOfALog = 64 * MiB;

    [TestCase("16k")]
    [TestCase("1M")]
    public async Task An_output_folder_that_is_full_from_the_start_is_named_and_the_run_ends(string size)
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var small = SmallFileSystem.Mount(workplace.Output, $"size={size},nr_inodes=64");
        if (size == "16k")
        {
            await File.WriteAllBytesAsync(Path.Combine(workplace.Output, "full"), new byte[16 << 10]);
        }

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        Assert.That(result.ExitCode, Is.EqualTo(10), result.Output + result.Error);
        Assert.That(result.Output + result.Error, Does.Contain("environment.disk-space").And.Contain(workplace.Output));
        Assert.That(result.Output + result.Error, Does.Not.Contain("tool.internal").And.Not.Contain("   at "));
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task An_output_folder_that_becomes_full_ends_the_run_with_a_report_that_says_so()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        // Preflight asks for 2 GiB.
        using var small = SmallFileSystem.Mount(workplace.Output, "size=2100M");

        var result = await Host.RunAsync(
            workplace, FakePrograms.Nix(workplace, "fill", workplace.Output), "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]![0]!;
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.disk-space"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo(workplace.LatestRun));
        Assert.That(Directory.GetFiles(workplace.LatestRun).Select(Path.GetFileName),
            Does.Contain("report.md").And.Contain("report.html").And.Not.Contain(".reserve"));
    }

    [Test]
    public async Task A_program_that_floods_its_output_leaves_a_bounded_log_a_warning_and_takes_little_memory()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var host = Host.Start(workplace, FakePrograms.Nix(workplace, "flood"), "--target=FlakeCheck", "--accel=tcg");
        await host.PhaseBegunAsync("evaluate");
        var log = Path.Combine(workplace.LatestRun, "nix.log");
        long peak = 0;
        while (!Directory.GetFiles(workplace.LatestRun, "nix.log.part-*").Any(part => part.EndsWith('6')))
        {
            peak = Math.Max(peak, PeakMemory.Of(host.Id));
            await Task.Delay(20);
        }

        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        var report = result.Expect(128 + Host.Terminate, "cancelled", failedPhase: null);
        var warning = report["warnings"]!.Single(entry => entry.Value<string>("code") == "runtime.log-cut").Value<string>("message");
        await TestContext.Out.WriteLineAsync($"peak memory {peak / MiB} MiB; {warning}");
        Assert.That(warning, Does.Match(@"^nix\.log was written at \S+ [kMG]i?B a second: .* are left out in its middle\.$"));
        Assert.That(new FileInfo(log).Length, Is.InRange(KeptOfALog / 2, KeptOfALog + MiB));
        Assert.That(File.ReadLines(log).Count(line => line.StartsWith("[here ", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(peak, Is.LessThan(PeakMemory.Limit));
    }

    [TestCase("missing")]
    [TestCase("a file")]
    [TestCase("read-only")]
    [TestCase("full")]
    [TestCase("of somebody else")]
    public async Task A_folder_for_temporary_files_that_cannot_be_used_is_a_failure_of_the_environment_with_the_way_out(string kind)
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        var folder = Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "unusable");
        using var small = kind is "read-only" or "full"
            ? SmallFileSystem.Mount(folder, kind == "full" ? "size=4k,nr_inodes=3" : "ro")
            : null;
        switch (kind)
        {
            case "a file":
                await File.WriteAllTextAsync(folder, "x");
                break;
            case "of somebody else":
                Root.Needed("give files to another user");
                Directory.CreateDirectory(Path.Combine(folder, "vmtest-0"));
                Shell.Run("/bin/chown", "54321", Path.Combine(folder, "vmtest-0"));
                break;
            default:
                break;
        }

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["TMPDIR"] = folder }, "--target=FlakeCheck", "--accel=tcg");

        if (kind == "missing")
        {
            result.Expect(0, "success", failedPhase: null);
            return;
        }

        Assert.That(result.ExitCode, Is.EqualTo(10), result.Output + result.Error);
        var failure = result.Report["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.temporary-folder"));
        Assert.That(failure["subject"]!.Value<string>("name"), Does.StartWith(folder));
        Assert.That(failure.Value<string>("hint"), Does.Contain("TMPDIR"));
    }

    [Test]
    public async Task A_relative_folder_for_temporary_files_works()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["TMPDIR"] = "../t" }, "--target=FlakeCheck", "--accel=tcg");

        result.Expect(0, "success", failedPhase: null);
    }
}
