namespace VmTest.Nix;

/// <summary>What <c>describe-host.nix</c> gives for one host.</summary>
public sealed record HostEvaluation
{
    /// <summary>Store path of the system closure's derivation.</summary>
    public required string ToplevelDrv { get; init; }

    public required string Toplevel { get; init; }

    /// <summary>Store path of the derivation with <c>bin/run-*-vm</c> for a direct kernel boot; null where the host is installed.</summary>
    public string? VmDrv { get; init; }

    public string? Vm { get; init; }

    /// <summary>The install strategy; null where the kernel is booted directly.</summary>
    public DiskPlan? Disk { get; init; }

    public string? Version { get; init; }

    public string? Kernel { get; init; }

    public string? Systemd { get; init; }

    public string? DefaultUnit { get; init; }

    /// <summary>Whether the VM has the probe built in, because its systemd takes none from outside.</summary>
    public bool ProbeIsModule { get; init; }

    public bool? Desktop { get; init; }

    /// <summary>What the configuration of the VM says of its test.</summary>
    public IReadOnlyList<FlakeSetting> Settings { get; init; } = [];

    /// <summary>What of the host needs a network.</summary>
    public IReadOnlyList<NetworkNeed> Online { get; init; } = [];
}
