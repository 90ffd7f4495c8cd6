using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class UsageTests
{
    [TestCase("--target=BotWatch", "Did you mean BootWatch?")]
    [TestCase("--boot-timeout=soon", "a whole number of seconds from 5 to 3600")]
    [TestCase("--boot-timeout=0", "from 5 to 3600")]
    [TestCase("--memory=12", "from 128 to")]
    [TestCase("--jobs=-1", "from 1 to")]
    [TestCase("--accel=xen", "kvm or tcg or auto")]
    [TestCase("--boot-timeuot=10", "Did you mean --boot-timeout?")]
    [TestCase("--require-unit=sshd", "full names of systemd units")]
    [TestCase("--require-unit=a b.service", "full names of systemd units")]
    [TestCase("VmTest", "--target=VmTest")]
    public async Task Wrong_arguments_are_refused_with_what_is_allowed_and_leave_nothing(string argument, string expected)
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, argument);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(expected).And.Contain("--help"));
            Assert.That(workplace.Output, Does.Not.Exist);
        }
    }

    [Test]
    public async Task Help_names_every_target_and_argument()
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, "--help");

        Assert.That(result.ExitCode, Is.Zero);
        foreach (var name in (string[])["VmTest", "CheckKvm", "FlakeCheck", "BuildVm", "Install", "BootWatch", "EmitReport", "Demo",
            "ListHosts", "Teardown", "Test", "Clean",
            "--flake", "--host", "--accel", "--install", "--boot-timeout", "--require-unit", "--jobs", "--memory", "--cores", "--network",
            "--output", "--provision", "--exclusive", "--dryrun"])
        {
            Assert.That(result.Output, Does.Contain(name));
        }
    }

    [TestCase("--description", "Boots each host")]
    [TestCase("--tree", "└─CheckKvm")]
    [TestCase("--dryrun", "1. CheckKvm\n2. FlakeCheck\n3. BuildVm\n4. Install\n5. BootWatch\n6. EmitReport\n7. VmTest")]
    public async Task Cakes_own_listings_run_nothing(string argument, string expected)
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, argument);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain(expected));
        Assert.That(workplace.Output, Does.Not.Exist);
    }

    [Test]
    public async Task Exclusive_runs_only_the_target_itself()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--exclusive");

        var phases = result.Expect(0, "success", failedPhase: null)["phases"]!.ToDictionary(
            phase => phase.Value<string>("name")!, phase => phase.Value<string>("status"));
        Assert.That(phases["preflight"], Is.EqualTo("skipped"));
        Assert.That(phases["evaluate"], Is.EqualTo("passed"));
    }
}
