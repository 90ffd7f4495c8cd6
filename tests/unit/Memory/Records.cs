using VmTest.Memory;
using VmTest.Model;

namespace VmTest.UnitTests.Memory;

/// <summary>Records of a host called web, made for tests.</summary>
internal static class Records
{
    public const string Flake = "0123abcd";
    public const string Conditions = "tcg, direct, default cores, default MiB, qemu 7.2";

    public static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The ID of the run that began so many minutes after <see cref="Start"/>.</summary>
    public static string Run(int minute) => $"{Start.AddMinutes(minute).UtcDateTime:yyyyMMdd-HHmmss}-{minute:x4}";

    public static HostRecord Green(int minute, string identity = "a") => new()
    {
        RunId = Run(minute),
        Host = "web",
        At = Start.AddMinutes(minute),
        Flake = Flake,
        Verdict = RunStatus.Success,
        Identity = new string(identity[0], 64),
        Tool = "0.1.0",
        Conditions = Conditions,
        Derivations = new Dictionary<string, string> { ["system"] = $"/nix/store/{identity}.drv" },
        System = new SystemFacts { Toplevel = "/nix/store/a", Kernel = "6.12", Systemd = "257", NixosVersion = "26.11" },
        Phases = [.. Enum.GetValues<Phase>().Select(phase => new RecordedPhase(phase, PhaseStatus.Passed, 1000))],
        Boot = new RecordedBoot { ReadyAfterMs = 10_000, KernelMs = 2000 },
        Units = [new RecordedUnit("nginx.service", "active", 4000, 100), new RecordedUnit("sshd.service", "active", 3000, 50)],
        Closure = new Dictionary<string, long> { [Path("nginx-1.24")] = 100, [Path("glibc-2.39-52")] = 900 },
        Sources = Sources(("web.nix", "1"), ("flake.nix", "1")),
    };

    /// <summary>A run of the same system in which a unit failed.</summary>
    public static HostRecord Red(int minute, string fingerprint = "00000000000000aa", string unit = "nginx.service") => Green(minute) with
    {
        Verdict = RunStatus.Failure,
        Phases =
        [
            .. Enum.GetValues<Phase>().Select(phase => new RecordedPhase(
                phase, phase == Phase.Runtime ? PhaseStatus.Failed : PhaseStatus.Passed, 1000)),
        ],
        Failures = [new RecordedFailure(fingerprint, FailureCodes.UnitFailed, Phase.Runtime, unit)],
    };

    public static SourceState Sources(params (string Path, string Hash)[] files) => new()
    {
        Revision = "abc",
        Files = files.ToDictionary(file => file.Path, file => file.Hash),
        Inputs = [new SourceInput("nixpkgs", "aaa", Start)],
    };

    public static HostRecord WithFiles(this HostRecord record, params (string Path, string Hash)[] files) =>
        record with { Sources = Sources(files) };

    public static string Path(string name) => $"{new string('x', 32)}-{name}";
}
