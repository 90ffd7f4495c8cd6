using VmTest.Memory;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Qemu;
using VmTest.Runs;
using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Memory;

public sealed class HostIdentityTests
{
    private static readonly HostIdentity Identity = new()
    {
        Derivations = new Dictionary<string, string> { ["system"] = "/nix/store/a.drv", ["vm"] = "/nix/store/b.drv" },
        Tool = "build",
        Install = "disk",
        Accelerator = "kvm",
        Qemu = "10.0",
        Firmware = "f1",
        Network = "none",
        RequiredUnits = ["a.service"],
        AllowedFailures = ["b.service"],
        BootTimeout = TimeSpan.FromMinutes(5),
        MemoryMiB = 512,
        Cores = 2,
        OtherSettings = "{}",
    };

    private static readonly (string Name, HostIdentity Changed)[] Changes =
    [
        ("system", Identity with { Derivations = With("system") }),
        ("vm", Identity with { Derivations = With("vm") }),
        ("image", Identity with { Derivations = With("image") }),
        ("installed closure", Identity with { Derivations = With("closure") }),
        ("VmTest's own build", Identity with { Tool = "another build" }),
        ("install mode", Identity with { Install = "direct" }),
        ("accelerator", Identity with { Accelerator = "tcg" }),
        ("QEMU", Identity with { Qemu = "10.1" }),
        ("no QEMU", Identity with { Qemu = null }),
        ("firmware", Identity with { Firmware = "f2" }),
        ("network", Identity with { Network = "user" }),
        ("required units", Identity with { RequiredUnits = ["a.service", "c.service"] }),
        ("allowed failures", Identity with { AllowedFailures = [] }),
        ("boot timeout", Identity with { BootTimeout = TimeSpan.FromMinutes(6) }),
        ("memory", Identity with { MemoryMiB = 1024 }),
        ("cores", Identity with { Cores = null }),
        ("another setting", Identity with { OtherSettings = "{\"passphrase\":\"x\"}" }),
    ];

    [Test]
    public void Every_ingredient_changes_it()
    {
        Assert.That(Changes.Select(change => change.Changed.Hash()).Append(Identity.Hash()), Is.Unique);
        Assert.That(Identity.Hash(), Is.EqualTo((Identity with { RequiredUnits = ["a.service"] }).Hash()).And.Length.EqualTo(64));
    }

    [Test]
    public void Every_member_of_it_is_an_ingredient()
    {
        // A member that is added and forgotten in the hash would prove what was never tested.
        var changed = Changes.SelectMany(change => typeof(HostIdentity).GetProperties()
            .Where(property => !Equals(property.GetValue(change.Changed), property.GetValue(Identity)))).Select(property => property.Name);
        Assert.That(changed.Distinct(), Is.EquivalentTo(
            typeof(HostIdentity).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)));
    }

    [Test]
    public void No_value_can_look_like_two() => Assert.That(
        (Identity with { Install = "disk\naccelerator 3 kvm" }).Hash(), Is.Not.EqualTo(Identity.Hash()));

    [Test]
    public void It_is_collected_from_host_request_and_machine()
    {
        using var folder = new TemporaryFolder();
        var request = new RunRequest { Target = "VmTest", Phases = [], Output = "/tmp" };
        var accelerator = new AcceleratorChoice(AcceleratorChoice.Tcg, "asked for");
        var usual = HostIdentities.Of(Host(new HostSettings()), request, accelerator, "7.2").Hash();

        string[] others =
        [
            HostIdentities.Of(Host(new HostSettings { Cores = 2 }), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings { AllowedFailures = ["a.service"] }), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings { Passphrase = new Secret("one") }), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings { Passphrase = new Secret("other") }), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings(), desktop: true), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings(), vm: "/nix/store/other.drv"), request, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings()), request with { Install = InstallMode.Direct }, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings()), request with { Network = NetworkMode.User }, accelerator, "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings()), request, new AcceleratorChoice(AcceleratorChoice.Kvm, string.Empty), "7.2").Hash(),
            HostIdentities.Of(Host(new HostSettings()), request, accelerator, "10.0").Hash(),
        ];

        Assert.That(others.Append(usual), Is.Unique);
        Assert.That(HostIdentities.Of(Host(new HostSettings()), request, accelerator, "7.2").Hash(), Is.EqualTo(usual));
        var (code, variables) = (folder.Write("code.fd", "1"), folder.Write("vars.fd", "1"));
        var before = HostIdentities.Hash(new UefiFirmware(code, variables));
        folder.Write("code.fd", "2");
        Assert.That(HostIdentities.Hash(new UefiFirmware(code, variables)), Is.Not.EqualTo(before));
    }

    private static EvaluatedHost Host(HostSettings settings, bool desktop = false, string vm = "/nix/store/vm.drv") => new(
        new SelectedHost("web", "web", 0, new LockedFlake(new FlakeReference(".", "/"), new FlakeSource("/"))),
        new HostEvaluation { ToplevelDrv = "/nix/store/a.drv", Toplevel = "/nix/store/a", VmDrv = vm, Desktop = desktop }, settings);

    private static Dictionary<string, string> With(string name) => new(Identity.Derivations) { [name] = "/nix/store/changed.drv" };
}
