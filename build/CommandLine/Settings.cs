using VmTest.Model;
using VmTest.Runs;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>All that a person chose, checked. Nothing reads the command line after this.</summary>
public sealed record Settings
{
    private static readonly string[] CakeListings = ["--description", "--tree", "--dryrun", "--info"];

    public string Target { get; init; } = Targets.Default;

    /// <summary>Flake reference; a path is absolute, whatever was given.</summary>
    public string Flake { get; init; } = ".";

    /// <summary>The host that <c>--flake</c> names behind <c>#</c>; null where it names none.</summary>
    public string? FlakeHost { get; init; }

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

    /// <summary>Machines at once; null means from memory and cores.</summary>
    public int? Jobs { get; init; }

    /// <summary>Memory of each machine in MiB; null leaves it to the configuration.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Cores of each machine; null leaves it to the configuration.</summary>
    public int? Cores { get; init; }

    /// <summary>Typed where a boot asks for one; null leaves it to the flake.</summary>
    public Secret? Passphrase { get; init; }

    public NetworkMode Network { get; init; } = NetworkMode.None;

    /// <summary>Absolute path of the folder that holds the runs.</summary>
    public required string Output { get; init; }

    /// <summary>Whether missing programs may be installed by the system's package manager.</summary>
    /// <summary>Absolute path; null where records lie beside the runs.</summary>
    public string? Records { get; init; }

    /// <summary>Where records lie.</summary>
    public string RecordsFolder => Records ?? Path.Combine(Output, RunPaths.Records);

    public ComparisonChoice Compare { get; init; } = ComparisonChoice.Last;

    public ReuseMode Reuse { get; init; } = ReuseMode.None;

    public bool Provision { get; init; }

    /// <summary>NUnit filter of the Test target; null runs every test.</summary>
    public string? Filter { get; init; }

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    /// <summary>What standard output is for.</summary>
    public OutputFormat Format { get; init; } = OutputFormat.Text;

    /// <summary>The command line as it was given, for a POSIX shell; null where it is not known.</summary>
    public string? Command { get; init; }

    /// <summary>What Cake itself is given.</summary>
    public required IReadOnlyList<string> CakeArguments { get; init; }

    /// <summary>What a run is asked to do.</summary>
    /// <param name="trigger">What started it.</param>
    public RunRequest ToRequest(string trigger) => new()
    {
        Target = Target,
        Phases = Targets.PhasesOf(Target, CakeArguments.Contains("--exclusive")),
        Flake = Target is Targets.Demo or Targets.Test or Targets.PrepareReferenceGuest or Targets.Package ? null : Flake,
        Hosts = Hosts,
        Accelerator = Accelerator,
        Install = Install,
        BootTimeout = BootTimeout,
        RequiredUnits = RequiredUnits,
        AllowedFailures = AllowedFailures,
        Jobs = Jobs,
        MemoryMiB = MemoryMiB,
        Cores = Cores,
        Passphrase = Passphrase,
        Network = Network,
        Output = Output,
        Records = RecordsFolder,
        Compare = Compare,
        Reuse = Reuse,
        Provision = Provision,
        Trigger = trigger,
        Command = Command,
    };

    /// <summary>Whether nothing is run: Cake prints something about its tasks instead.</summary>
    public bool IsListing => CakeArguments.Any(CakeListings.Contains);

    public bool IsDryRun => CakeArguments.Contains("--dryrun");

    /// <summary>The working directory at the start, which relative paths refer to.</summary>
    public required string WorkingDirectory { get; init; }
}
