namespace VmTest.FaultTests;

/// <summary>Others who use the same machine: other users, and containers that share a folder.</summary>
public sealed class SharedMachineTests
{
    private const UnixFileMode Everything = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] OwnProcesses = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

    [Test]
    public async Task What_a_run_leaves_is_for_its_user_alone()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=Install", "--accel=tcg");

        result.Expect(0, "success", failedPhase: null);
        var entries = Directory.EnumerateFileSystemEntries(workplace.Output, "*", SearchOption.AllDirectories)
            .Where(path => new FileInfo(path).LinkTarget is null).Prepend(workplace.Output).ToList();
        Assert.That(entries, Has.Count.GreaterThan(6));
        Assert.That(entries.Where(path => File.GetUnixFileMode(path) != (Directory.Exists(path) ? Everything : ReadAndWrite)), Is.Empty);
    }

    [Test]
    public async Task Runs_that_do_not_see_each_others_processes_leave_each_other_alone()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("needs root, who can make namespaces");
        }

        using var one = new Workplace { Through = OwnProcesses }.WithHosts(("healthy", Modules.Healthy));
        using var two = new Workplace { Through = OwnProcesses }.WithHosts(("healthy", Modules.Healthy));
        var shared = new Dictionary<string, string?> { ["TMPDIR"] = one.Temporary };
        using var first = Host.Start(one, FakePrograms.Nix(one, "wait", one.Temporary), "--target=FlakeCheck", "--accel=tcg");
        await first.PhaseBegunAsync("evaluate");

        var second = await Host.RunAsync(two, shared, "--target=FlakeCheck", "--accel=tcg");
        var teardown = await Host.RunAsync(two, shared, "--target=Teardown");

        Assert.That(second.ExitCode, Is.Zero, second.Output + second.Error);
        Assert.That(teardown.ExitCode, Is.Zero, teardown.Output + teardown.Error);
        Assert.That(second.Output + teardown.Output, Does.Not.Contain(Path.GetFileName(one.LatestRun)));
        await File.WriteAllTextAsync(Path.Combine(one.Temporary, "go"), string.Empty);
        var result = await first.EndAsync();
        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        Assert.That(result.Report.Value<string>("status"), Is.EqualTo("success"));
    }
}
