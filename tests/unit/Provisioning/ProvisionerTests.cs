using VmTest.Model;
using VmTest.Provisioning;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Provisioning;

/// <summary>With an apt-get of our own: these tests must not change the machine.</summary>
[NonParallelizable]
public sealed class ProvisionerTests
{
    private const string Absent = "vmtest-example-program";

    private static readonly Need Example = new(Absent, "example");

    private readonly ProgramFolder programs = new();
    private readonly TemporaryFolder folder = new();
    private readonly SaidLog log = new();
    private RunDirectory? directory;

    [TearDown]
    public void Close()
    {
        directory?.Dispose();
        programs.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task Where_everything_is_there_nothing_is_started()
    {
        programs.Add("apt-get", "exit 1");

        await InstallAsync(new Need("sh", "dash"));

        Assert.That(log.Lines, Is.Empty);
    }

    [Test]
    public async Task What_is_missing_is_installed_and_what_the_package_manager_does_is_said()
    {
        var program = programs.Below(Absent);
        programs.Add("apt-get",
            $"echo \"$@\" >> {programs.Below("calls")}",
            "echo Reading package lists...",
            $"[ \"$1\" = update ] || {{ cp /bin/true {program}; echo \"Setting up example (1.0) ...\"; }}");

        await InstallAsync(Example, Example with { Program = "sh" });

        Assert.That(File.ReadAllLines(programs.Below("calls")),
            Is.EqualTo(new[] { "update", "install --yes --no-install-recommends example" }));
        Assert.That(log.Lines.Take(2), Is.EqualTo(new[] { "installing example with apt-get", "Setting up example (1.0) ..." }));
        Assert.That(log.Lines[^1], Does.StartWith("installed 1 packages in "));
    }

    [Test]
    public void A_package_manager_that_fails_is_named_with_its_command_its_code_and_its_last_lines()
    {
        programs.Add("apt-get", "[ \"$1\" = update ] && exit 0", "echo E: Unable to locate package example >&2", "exit 100");

        var failed = Assert.ThrowsAsync<PhaseFailedException>(() => InstallAsync(Example))!.Findings.Single();

        Assert.That(failed.Code, Is.EqualTo(FailureCodes.ToolMissing));
        Assert.That(failed.Message, Does.Contain(Absent).And.Contain("install --yes --no-install-recommends example").And.Contain("exit code 100"));
        Assert.That(failed.Excerpt, Is.EqualTo(new[] { "E: Unable to locate package example" }));
    }

    [Test]
    public void A_package_that_does_not_bring_its_program_is_still_missing()
    {
        programs.Add("apt-get", "exit 0");

        var failed = Assert.ThrowsAsync<PhaseFailedException>(() => InstallAsync(Example))!.Findings.Single();

        Assert.That(failed.Message, Is.EqualTo($"This machine lacks {Absent}."));
        Assert.That(failed.Hint, Does.Contain("sudo apt-get install --yes --no-install-recommends example"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Where_Nix_was_not_there_before_its_store_becomes_that_of_the_user_who_asked(bool wasThere)
    {
        var store = folder.Below("nix");
        if (wasThere)
        {
            Directory.CreateDirectory(store);
        }

        programs.Add("sudo", $"printf '%s\\n' \"$*\" >> {programs.Below("calls")}", "[ \"$1\" = -n ] && shift", "[ \"$1\" = chown ] || exec \"$@\"");
        programs.Add("apt-get", $"[ \"$1\" = update ] || ln -s /bin/true {programs.Below("nix")}");
        programs.HideOthers("mkdir", "ln", "sh", "setpriv", "true");

        await InstallAsync([new Need("nix", "nix-bin")], CancellationToken.None, user: 1000, store);

        Assert.That(File.ReadAllLines(programs.Below("calls")).Skip(3),
            Is.EqualTo(wasThere ? [] : new[] { $"-n mkdir -p {store}", $"-n chown -R 1000 {store}" }));
        Assert.That(Directory.Exists(store), Is.True);
        Assert.That(log.Lines, wasThere ? Has.None.Contains("store of this user's") : Has.Some.Contains("store of this user's"));
    }

    [Test]
    public void A_cancel_ends_the_package_manager()
    {
        programs.Add("apt-get", $"echo > {programs.Below("started")}", "exec sleep 1000");
        using var source = new CancellationTokenSource();
        var installing = InstallAsync([Example], source.Token);
        Assert.That(SpinWait.SpinUntil(() => File.Exists(programs.Below("started")), 30_000), Is.True);

        source.Cancel();

        Assert.That(async () => await installing, Throws.InstanceOf<OperationCanceledException>());
    }

    private Task InstallAsync(params Need[] needs) => InstallAsync(needs, CancellationToken.None);

    private async Task InstallAsync(
        IReadOnlyList<Need> needs, CancellationToken cancellation, uint user = 0, string store = "/nix")
    {
        directory = new RunDirectory("20261123-074512-prov", folder.Below("out"), folder.Below("runs"));
        using var provisioner = new Provisioner(new ProcessSupervisor(directory, TimeProvider.System), log, TimeProvider.System)
        {
            User = user,
            NixFolder = store,
        };
        await provisioner.InstallAsync(needs, cancellation);
    }
}
