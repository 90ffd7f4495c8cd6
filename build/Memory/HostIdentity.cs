using System.Security.Cryptography;
using System.Text;

namespace VmTest.Memory;

/// <summary>Everything that can change what becomes of a host. Where all of it is equal, a host need not be tested again.</summary>
public sealed record HostIdentity
{
    /// <summary>The derivations of system, VM, image and installed closure, by what they make.</summary>
    public required IReadOnlyDictionary<string, string> Derivations { get; init; }

    /// <summary>Which build of VmTest: two of the same version may judge differently.</summary>
    public required string Tool { get; init; }

    /// <summary>disk or direct.</summary>
    public required string Install { get; init; }

    /// <summary>What runs the VM: kvm or tcg.</summary>
    public required string Accelerator { get; init; }

    /// <summary>This machine's QEMU; a VM that brings its own has it among its derivations. Null where there is none.</summary>
    public string? Qemu { get; init; }

    /// <summary>Hash of this machine's firmware for VMs; null where there is none.</summary>
    public string? Firmware { get; init; }

    /// <summary>none or user.</summary>
    public required string Network { get; init; }

    public IReadOnlyList<string> RequiredUnits { get; init; } = [];

    public IReadOnlyList<string> AllowedFailures { get; init; } = [];

    public required TimeSpan BootTimeout { get; init; }

    public int? MemoryMiB { get; init; }

    public int? Cores { get; init; }

    /// <summary>Whatever else the settings of the host hold, as text that is equal where they are; of a passphrase only a mark.</summary>
    public string OtherSettings { get; init; } = string.Empty;

    /// <summary>The hash of all of it, in hexadecimal.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var (name, path) in Derivations.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            Add($"derivation {name}", path);
        }

        Add("tool", Tool);
        Add("install", Install);
        Add("accelerator", Accelerator);
        Add("qemu", Qemu ?? string.Empty);
        Add("firmware", Firmware ?? string.Empty);
        Add("network", Network);
        Add("required", Listed(RequiredUnits));
        Add("allowed", Listed(AllowedFailures));
        Add("timeout", BootTimeout.Ticks.ToString());
        Add("memory", MemoryMiB?.ToString() ?? string.Empty);
        Add("cores", Cores?.ToString() ?? string.Empty);
        Add("other", OtherSettings);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        // The length keeps one value from looking like the end of it and the beginning of the next.
        void Add(string name, string value) => text.Append(name).Append(' ').Append(value.Length).Append(' ').Append(value).Append('\n');
    }

    /// <summary>What decides how long things take; a subset of the identity that edits of the host do not change.</summary>
    public string Conditions() => $"{Accelerator}, {Install}, {Cores?.ToString() ?? "default"} cores, "
        + $"{MemoryMiB?.ToString() ?? "default"} MiB, qemu {Qemu ?? "of the VM"}";

    private static string Listed(IEnumerable<string> units) => string.Join('\n', units.Order(StringComparer.Ordinal).Distinct());
}
