using VmTest.Model;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>Everything that decides what a run does; it comes in once and never changes.</summary>
public sealed record RunRequest
{
    /// <summary>What was asked for, for the report.</summary>
    public required string Target { get; init; }

    /// <summary>The phases to run, in order; none for a run that tests nothing and leaves no report.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Absolute path of a folder, or any other flake reference; null where the run makes its own flake.</summary>
    public string? Flake { get; init; }

    /// <summary>Empty means every host of the flake.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public Accelerator Accelerator { get; init; } = Accelerator.Kvm;

    public InstallMode Install { get; init; } = InstallMode.Disk;

    /// <summary>Null leaves it to the flake.</summary>
    public TimeSpan? BootTimeout { get; init; }

    /// <summary>Null leaves it to the flake.</summary>
    public IReadOnlyList<string>? RequiredUnits { get; init; }

    /// <summary>Patterns of units that may fail; null leaves it to the flake.</summary>
    public IReadOnlyList<string>? AllowedFailures { get; init; }

    /// <summary>VMs at once; null means from memory and cores.</summary>
    public int? Jobs { get; init; }

    /// <summary>Memory of each VM in MiB; null leaves it to the configuration.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Cores of each VM; null leaves it to the configuration.</summary>
    public int? Cores { get; init; }

    /// <summary>Typed where a boot asks for one; null leaves it to the flake.</summary>
    public Secret? Passphrase { get; init; }

    public NetworkMode Network { get; init; } = NetworkMode.None;

    /// <summary>Absolute path of the folder that holds the runs.</summary>
    public required string Output { get; init; }

    /// <summary>Absolute path of the folder of records; null where that is a folder among the runs.</summary>
    public string? Records { get; init; }

    /// <summary>What the hosts are compared with.</summary>
    public ComparisonChoice Compare { get; init; } = ComparisonChoice.Last;

    /// <summary>Which hosts are not tested again.</summary>
    public ReuseMode Reuse { get; init; } = ReuseMode.None;

    /// <summary>Whether missing programs may be installed by the system's package manager.</summary>
    public bool Provision { get; init; }

    /// <summary>What started the run.</summary>
    public string Trigger { get; init; } = RunFacts.CommandLine;

    /// <summary>The command line of the run, for a POSIX shell; null where it is not known.</summary>
    public string? Command { get; init; }

    /// <summary>Whether a VM is started, or is asked for: preflight alone is the question whether one could be.</summary>
    public bool NeedsVm => Phases.Contains(Phase.Install) || Phases.Contains(Phase.Boot) || Phases is [Phase.Preflight]
        || (Phases.Count == 0 && Reuse != ReuseMode.None);

    /// <summary>Whether a report is made.</summary>
    public bool Reports => Phases.Count > 0;
}
