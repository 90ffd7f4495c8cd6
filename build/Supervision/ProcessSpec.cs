using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>A program to be started by the <see cref="ProcessSupervisor"/>.</summary>
public sealed record ProcessSpec
{
    /// <summary>What it is for, in words for people and the ledger: <c>nix eval of server</c>.</summary>
    public required string Purpose { get; init; }

    public required string FileName { get; init; }

    /// <summary>Passed as they are; no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the inherited environment; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// What the kernel sends it when this program dies: SIGKILL, or SIGTERM for a program such as nix that has to end its own children.
    /// </summary>
    public int ParentDeathSignal { get; init; } = Signals.Kill;

    /// <summary>Whether it is looked how much memory it takes, so that its end can be explained.</summary>
    public bool WatchesMemory { get; init; }

    /// <summary>From SIGTERM to SIGKILL when it is stopped.</summary>
    public TimeSpan Grace { get; init; } = Limits.ProcessGrace;
}
