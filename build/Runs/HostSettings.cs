using VmTest.Model;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>What a host is tested with: the command line's word where it has one, otherwise the flake's, otherwise the default.</summary>
public sealed record HostSettings
{
    /// <summary>Patterns of units that may fail.</summary>
    public IReadOnlyList<string> AllowedFailures { get; init; } = [];

    /// <summary>Units that must be active when the system is ready.</summary>
    public IReadOnlyList<string> RequiredUnits { get; init; } = [];

    public TimeSpan BootTimeout { get; init; } = Limits.BootTimeout;

    /// <summary>Null leaves it to the configuration.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Null leaves it to the configuration.</summary>
    public int? Cores { get; init; }

    /// <summary>Typed where the boot asks for one; null where nobody knows it.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>These settings, with what the command line says instead.</summary>
    public HostSettings Under(RunRequest request) => new()
    {
        AllowedFailures = request.AllowedFailures ?? AllowedFailures,
        RequiredUnits = request.RequiredUnits ?? RequiredUnits,
        BootTimeout = request.BootTimeout ?? BootTimeout,
        MemoryMiB = request.MemoryMiB ?? MemoryMiB,
        Cores = request.Cores ?? Cores,
        Passphrase = request.Passphrase ?? Passphrase,
    };
}
