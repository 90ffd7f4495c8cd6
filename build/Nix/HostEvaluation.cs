namespace VmTest.Nix;

/// <summary>What <c>describe-host.nix</c> gives for one host.</summary>
public sealed record HostEvaluation
{
    /// <summary>Store path of the system closure's derivation.</summary>
    public required string ToplevelDrv { get; init; }

    public required string Toplevel { get; init; }

    /// <summary>Store path of the derivation with <c>bin/run-*-vm</c>.</summary>
    public required string VmDrv { get; init; }

    public required string Vm { get; init; }

    public string? Version { get; init; }

    public string? Kernel { get; init; }

    public string? Systemd { get; init; }

    public string? DefaultUnit { get; init; }

    public bool? Desktop { get; init; }

    /// <summary>Whether systemd takes units from outside as credentials; true where its version is not told.</summary>
    public bool TakesUnitCredentials =>
        Systemd is null || !int.TryParse(Systemd.Split('.', '-', '~')[0], out var major) || major >= Limits.CredentialUnitsSystemd;
}
