using VmTest.Model;

namespace VmTest.Memory;

/// <summary>
/// What is kept of one host after a run: evidence for later runs, never a verdict of its own. A reader takes what it knows of it,
/// so that older and newer versions can read each other's.
/// </summary>
public sealed record HostRecord
{
    public const int CurrentVersion = 1;

    /// <summary>The stand-in for a host's name in the record of a run that failed before it knew its hosts.</summary>
    public const string WholeFlake = "";

    public int RecordVersion { get; init; } = CurrentVersion;

    public required string RunId { get; init; }

    public required string Host { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which flake it is about, as <see cref="FlakeKey"/> has it.</summary>
    public required string Flake { get; init; }

    public required RunStatus Verdict { get; init; }

    /// <summary>Hash of everything that can change the outcome; null where the host did not evaluate.</summary>
    public string? Identity { get; init; }

    /// <summary>Version of VmTest.</summary>
    public string? Tool { get; init; }

    /// <summary>What times depend on beside the host: accelerator, install mode, cores and so on. Only times of equal conditions are
    /// compared.</summary>
    public string? Conditions { get; init; }

    /// <summary>The host's derivations by what they make (system, vm, image, closure).</summary>
    public IReadOnlyDictionary<string, string> Derivations { get; init; } = new Dictionary<string, string>();

    public SystemFacts? System { get; init; }

    public IReadOnlyList<RecordedPhase> Phases { get; init; } = [];

    public IReadOnlyList<RecordedFailure> Failures { get; init; } = [];

    public RecordedBoot? Boot { get; init; }

    /// <summary>The units that were there when the watch ended.</summary>
    public IReadOnlyList<RecordedUnit> Units { get; init; } = [];

    /// <summary>The closure's paths without their folder, and their sizes in bytes; empty where it was not built.</summary>
    public IReadOnlyDictionary<string, long> Closure { get; init; } = new Dictionary<string, long>();

    public SourceState? Sources { get; init; }

    /// <summary>Whether it is about no host, but a flake whose hosts were not known.</summary>
    internal bool IsOfFlake => Host.Length == 0;

    /// <summary>Whether the host passed all that it was asked for.</summary>
    internal bool IsGreen => Verdict == RunStatus.Success;

    /// <summary>Whether the host passed each of these phases.</summary>
    public bool Passed(IEnumerable<Phase> asked) =>
        asked.All(phase => Phases.Any(done => done.Name == phase && done.Status == PhaseStatus.Passed));
}
