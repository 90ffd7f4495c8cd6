namespace VmTest.Model;

/// <summary>The machine that runs the test.</summary>
public sealed record MachineFacts
{
    public required string Os { get; init; }

    public required int Cores { get; init; }

    public required long MemoryMiB { get; init; }

    /// <summary>kvm or tcg; null until preflight has decided.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Why that accelerator.</summary>
    public string? AcceleratorReason { get; init; }

    public string? Nix { get; init; }

    public string? Qemu { get; init; }
}
