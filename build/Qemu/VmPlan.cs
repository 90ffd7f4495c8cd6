namespace VmTest.Qemu;

/// <summary>How a machine is to be run, beyond what its script says.</summary>
public sealed record VmPlan
{
    /// <summary>The host's name, for people and the ledger.</summary>
    public required string Host { get; init; }

    /// <summary>Counts the VMs of a run from 0.</summary>
    public int Index { get; init; }

    /// <summary><c>kvm</c> or <c>tcg</c>.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Whether a BIOS, and a boot loader that writes by it, show on the serial console what they show on the screen.</summary>
    public bool BiosOnSerial { get; init; }

    public int? MemoryMiB { get; init; }

    public int? Cores { get; init; }

    /// <summary>Credentials for the guest's systemd: a name, and the file with the whole SMBIOS string.</summary>
    public IReadOnlyList<string> CredentialFiles { get; init; } = [];
}
