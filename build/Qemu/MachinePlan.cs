namespace VmTest.Qemu;

/// <summary>How a machine is to be run, beyond what its script says.</summary>
public sealed record MachinePlan
{
    /// <summary><c>kvm</c> or <c>tcg</c>.</summary>
    public required string Accelerator { get; init; }

    public int? MemoryMiB { get; init; }

    public int? Cores { get; init; }

    /// <summary>Credentials for the guest's systemd: a name, and the file with the whole SMBIOS string.</summary>
    public IReadOnlyList<string> CredentialFiles { get; init; } = [];
}
