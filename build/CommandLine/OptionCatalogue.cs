using VmTest.Model;
using VmTest.Terminal;

namespace VmTest.CommandLine;

/// <summary>Every argument that is ours, in the order of the help text.</summary>
internal static class OptionCatalogue
{
    private const int MaximumJobs = 64;

    public static readonly IReadOnlyList<Option> All =
    [
        new("flake", "REF[#HOST]", ".", "The flake to test, a folder or any flake reference, and one of its hosts.",
            "--flake=./machines#web",
            (settings, value) => OptionValues.Flake(value, settings.WorkingDirectory) is var (flake, host)
                ? settings with { Flake = flake, FlakeHost = host }
                : settings),
        new("host", "NAME[,NAME]", "all hosts of the flake", "The hosts to test, by their names in nixosConfigurations.", "--host=web,db",
            (settings, value) => settings with { Hosts = OptionValues.Names("host", value) }),
        new("accel", "kvm|tcg|auto", "kvm",
            "What runs the guest. kvm never falls back; tcg is software emulation, many times slower; auto says which it took.",
            "--accel=auto",
            (settings, value) => settings with { Accelerator = OptionValues.Choice<Accelerator>("accel", value) }),
        new("install", "disk|direct", "disk",
            "disk: installed on an empty disk, booted through its firmware and boot loader; direct: the kernel handed over, faster.",
            "--install=direct",
            (settings, value) => settings with { Install = OptionValues.Choice<InstallMode>("install", value) }),
        new("boot-timeout", "SECONDS", "300", "How long a machine may take from power-on to ready.", "--boot-timeout=120",
            (settings, value) => settings with
            {
                BootTimeout = TimeSpan.FromSeconds(
                    OptionValues.Number(
                        "boot-timeout", value, Limits.MinimumBootTimeoutSeconds, Limits.MaximumBootTimeoutSeconds, "seconds")),
            }),
        new("require-unit", "UNIT[,UNIT]", "none", "Units that must be active when the system is ready.", "--require-unit=sshd.service",
            (settings, value) => settings with { RequiredUnits = OptionValues.Units("require-unit", value) }),
        new("allow-failed", "GLOB[,GLOB]", "none", "Units that may fail: each is a warning then, and the host passes.",
            "--allow-failed=acme-*.service",
            (settings, value) => settings with { AllowedFailures = OptionValues.UnitPatterns("allow-failed", value) }),
        new("jobs", "N", "from memory and cores", "Machines that run at the same time.", "--jobs=2",
            (settings, value) => settings with { Jobs = OptionValues.Number("jobs", value, 1, MaximumJobs, "machines") }),
        new("memory", "MIB", "as configured", "Memory of each machine.", "--memory=2048",
            (settings, value) => settings with
            {
                MemoryMiB = OptionValues.Number("memory", value, Limits.MinimumMemoryMiB, Limits.MaximumMemoryMiB, "MiB"),
            }),
        new("cores", "N", "as configured", "Cores of each machine.", "--cores=2",
            (settings, value) => settings with { Cores = OptionValues.Number("cores", value, 1, Limits.MaximumCores, "cores") }),
        new("passphrase-file", "FILE", "none", "The passphrase of encrypted disks: typed where the boot asks for one.",
            "--passphrase-file=/run/keys/vm-test",
            (settings, value) => settings with
            {
                Passphrase = PassphraseFile.Read("passphrase-file", OptionValues.Text("passphrase-file", value), settings.WorkingDirectory),
            }),
        new("network", "none|user", "none", "none: the guest is cut off; user: it reaches what this machine reaches.", "--network=user",
            (settings, value) => settings with { Network = OptionValues.Choice<NetworkMode>("network", value) }),
        new("output", "FOLDER", RunPaths.DefaultOutput, "Where runs leave their reports and logs; for a flake without Git, not in it.",
            "--output=/var/tmp/vmtest",
            (settings, value) =>
                settings with { Output = Path.GetFullPath(OptionValues.Text("output", value), settings.WorkingDirectory) }),
        new("records", "FOLDER", "records in the output folder", "Where a record of each host is kept for later runs.",
            "--records=/var/lib/vmtest",
            (settings, value) => settings with { Records = OptionValues.Folder("records", value, settings.WorkingDirectory) }),
        new("compare", "last|RUN|FOLDER|none", "last",
            "What hosts are compared with: the newest run that passed, a run, or the records in another folder.",
            "--compare=none",
            (settings, value) => settings with { Compare = OptionValues.Comparison("compare", value, settings.WorkingDirectory) }),
        new("reuse", "none|unchanged", "none",
            "unchanged: a host of which an earlier run has proved exactly this is not built, installed or booted again.",
            "--reuse=unchanged",
            (settings, value) => settings with { Reuse = OptionValues.Choice<ReuseMode>("reuse", value) }),
        new("format", "text|json", "text",
            "json: standard output has one JSON object a line, events as they come and the verdict last; all else is on standard error.",
            "--format=json",
            (settings, value) => settings with { Format = OptionValues.Choice<OutputFormat>("format", value) }),
        new("provision", null, null, "Install missing programs with apt-get (Debian and Ubuntu; root or passwordless sudo).", "--provision",
            (settings, value) => settings with { Provision = OptionValues.Switch("provision", value) }),
        new("filter", "EXPRESSION", "every test", "Only for Test: which of this project's tests to run.",
            "--filter=FullyQualifiedName~Launcher",
            (settings, value) => settings with { Filter = OptionValues.Text("filter", value) }),
    ];
}
