using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.UnitTests.Reports;

/// <summary>Values with every member set.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Time = new(2026, 11, 23, 7, 45, 12, 345, TimeSpan.Zero);

    public static readonly MachineFacts Machine = new()
    {
        Os = "Debian GNU/Linux 12",
        Cores = 2,
        MemoryMiB = 24_000,
        Accelerator = "tcg",
        AcceleratorReason = "asked for with --accel=tcg",
        Nix = "2.8.0",
        Qemu = "7.2.22",
    };

    public static readonly RunFacts Run = new()
    {
        Id = "20261123-074512-3f9a",
        Target = "VmTest",
        StartedAt = Time,
        FinishedAt = Time.AddSeconds(1),
        DurationMs = 1000,
        Trigger = RunFacts.CommandLine,
        Git = new GitFacts("0123456789abcdef", "main", true),
        Flake = new FlakeFacts("/home/someone/machines", "abcdef", "fedcba"),
        Machine = Machine,
    };

    public static readonly Failure Failure = new()
    {
        Code = FailureCodes.UnitFailed,
        Phase = Phase.Runtime,
        Host = "web",
        Origin = FailureOrigin.Configuration,
        Message = "nginx.service of web failed: its program ended with exit status 1.",
        Subject = new Subject(SubjectKind.Unit, "nginx.service"),
        Location = new SourceLocation("hosts/web.nix", 12, 3),
        Related = [new RelatedPlace("modules/tls.nix", 7, 5, "settings of services.nginx")],
        Excerpt = ["nginx: configuration file /etc/nginx.conf test failed"],
        Log = new LogReference("web/console.log", 100, 120),
        CausedBy = "0123456789abcdef",
        Repetition = new Repetition
        {
            Count = 3,
            Since = "20261122-074512-3f9a",
            SinceAt = Time.AddDays(-1),
            SameSystem = true,
            Changed = ["hosts/web.nix"],
            Untracked = ["hosts/new.nix"],
        },
        Consequences = 3,
        Allowed = true,
        Hint = "Fix nginx.service.",
        Fingerprint = "fedcba9876543210",
    };

    public static readonly Finding Finding = new()
    {
        Code = Failure.Code,
        Phase = Failure.Phase,
        Host = Failure.Host,
        Origin = Failure.Origin,
        Message = Failure.Message,
        Subject = Failure.Subject,
        Location = Failure.Location,
        Related = Failure.Related,
        Excerpt = Failure.Excerpt,
        Log = Failure.Log,
        Hint = Failure.Hint,
    };

    public static readonly InstallReport Install = new()
    {
        Mode = InstallMode.Disk,
        Strategy = "vm-with-boot-loader",
        Reason = "NixOS's own VM with boot loader: grub on a disk of its own",
        Loader = "grub",
        Reused = false,
        Forecast = new SpaceForecast(1L << 30, "/tmp", 3L << 30, 40L << 30),
        ImageBytes = 1L << 30,
        DiskBytes = 2L << 30,
        Steps = [new InstallStepReport(InstallStep.BootLoader, 400, "installing the GRUB 2 boot loader on /dev/vda...")],
        Adjustments = ["console=ttyS0 is among the installed kernel parameters: grub takes none from outside"],
    };

    public static readonly BootReport Boot = new()
    {
        StartedAt = Time,
        ReadyAfterMs = 12_000,
        EndedAfterMs = 12_000,
        VerdictLagMs = 40,
        FirmwareMs = 900,
        LoaderMs = 300,
        KernelMs = 2000,
        InitrdMs = 1500,
        UserspaceMs = 7000,
        Firmware = "uefi",
        LoaderEntry = "nixos-generation-1.conf",
        DefaultTarget = "multi-user.target",
        SystemState = "degraded",
        Accelerator = "tcg",
        Qemu = "7.2.22",
        Adjustments = ["-cpu max,-cx16,-la57: sound emulation"],
        Units = new UnitCounts
        {
            Active = 120,
            Started = ["sshd.service"],
            Failed = ["nginx.service"],
            Allowed = ["nginx.service"],
            Pending = [new PendingUnit { Unit = "b.service", Job = "waiting", WaitsFor = "a.service", SinceMs = 5000 }],
        },
        Required = [new RequiredUnit("sshd.service", "active"), new RequiredUnit("web.service", "inactive")],
        Milestones = [new Milestone("kernel", 900)],
        Slowest = [new UnitTiming("sshd.service", 400, 5)],
        GuestClockMs = 700,
        GuestClockErrorMs = 12,
        Timeline = [new TimelineUnit { Unit = "nginx.service", StartMs = 5000, ActiveMs = 5400, EndMs = 6000,
            State = TimelineState.Failed, Critical = true }],
    };

    public static readonly HostComparison Comparison = new()
    {
        Summary = "New: nginx.service (changed since, and it comes from there: hosts/web.nix), compared with run 20261122-074512-3f9a.",
        Worse = true,
        Against = "20261122-074512-3f9a",
        AgainstAt = Time.AddDays(-1),
        New = [Change("fedcba9876543210", "nginx.service")],
        Known = [Change("0123456789abcdef", "db.service")],
        Repaired = [Change("00000000000000ff", "x.service")],
        UnitsAdded = ["new.service"],
        UnitsGone = ["old.service"],
        Slower = [new UnitDelay("web.service", "duration", 9000, 1000, 200)],
        Times = [new TimeChange("ready", 21_000, 12_000, 5, true), new TimeChange("build", 900, 1000, 5, false)],
        Closure = new ClosureChange
        {
            Bytes = 2L << 30,
            BytesBefore = 1L << 30,
            Packages = [new VersionChange("nginx", "1.0", "1.1")],
            More = 3,
        },
        Versions = [new VersionChange("kernel", "6.11", "6.12")],
        Sources = new SourceChange
        {
            Files = [new FileChange("hosts/web.nix", FileChangeKind.Changed)],
            More = 2,
            Inputs = [new InputChange("nixpkgs", "aaa", Time.AddDays(-9), "bbb", Time.AddDays(-1))],
            Untracked = ["hosts/new.nix"],
            RevisionBefore = "abc",
            Revision = "def",
        },
    };

    private static FailureChange Change(string fingerprint, string unit) => new(
        fingerprint, FailureCodes.UnitFailed, unit, "20261121-074512-3f9a", Time.AddDays(-2), ["hosts/web.nix"]);

    public static readonly NixUsage NixUsage = new()
    {
        BuildMs = 300,
        FetchMs = 200,
        CopyMs = 100,
        Builds = 2,
        Downloads = 3,
        DownloadedBytes = 5 << 20,
        Copies = 1,
        CopiedBytes = 20 << 20,
    };

    public static readonly SystemFacts System = new()
    {
        Toplevel = "/nix/store/x-nixos-system",
        NixosVersion = "26.11",
        Kernel = "6.12",
        Systemd = "257"
    };

    public static readonly CleanupReceipt Receipt = new()
    {
        Processes = new ResourceCount(4, 3),
        Files = new ResourceCount(3, 2),
        Mounts = new ResourceCount(2, 1),
        Sockets = new ResourceCount(5, 4),
        Leaked = ["process 17"],
    };

    /// <summary>One event of every type.</summary>
    public static readonly IReadOnlyList<RunEvent> Events =
    [
        new RunStarted(new ToolFacts("vmtest", "0.1.0"), Run with { Command = "vmtest --target=VmTest" },
            "/tmp/vmtest-1000/20261123-074512-3f9a", [Phase.Preflight, Phase.Runtime]),
        new MachineInspected(Machine),
        new FlakeResolved(new FlakeFacts("/home/someone/machines", "abcdef", "fedcba")),
        new HostsSelected(["web", "db"]),
        new HostDescribed("web", HostKind.Desktop, System),
        new InstallObserved("web", Install),
        new PhaseStarted(Phase.Boot, "web"),
        new ArtifactWritten("web", "console", "web/console.log"),
        new BootObserved("web", Boot),
        new FailureFound(Failure),
        new PlaceFound(Failure.Fingerprint, Failure.Location!, Failure.Related),
        new HostReused("db", new ReusedRun("20261122-074512-3f9a", Time.AddDays(-1))),
        new HostCompared("web", Comparison),
        new NixFinished("web", NixUsage),
        new FailureRepeated(Failure.Fingerprint, Failure.Repetition!),
        new WarningFound(Failure),
        new PhaseFinished(Phase.Boot, "web", PhaseStatus.Skipped, "no host was left", "web/console.log"),
        new CleanupFinished(Receipt with { Bytes = 3L << 30 }, 4L << 20),
        new RunFinished(15, true),
    ];
}
