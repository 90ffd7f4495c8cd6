using VmTest.Record;

namespace VmTest.Nix;

/// <summary>One call of Nix.</summary>
public sealed record NixCall
{
    /// <summary>The program that builds derivations, alike in every version.</summary>
    public const string Store = "nix-store";

    /// <summary>A test looks; it changes nothing in the flake.</summary>
    public const string LeaveLockFile = "--no-write-lock-file";

    /// <summary>For people and the ledger.</summary>
    public required string Purpose { get; init; }

    /// <summary><c>nix</c> or <c>nix-store</c>.</summary>
    public required string Program { get; init; }

    /// <summary>Without the log format.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Gets the log as text.</summary>
    public required PhaseLog Log { get; init; }

    /// <summary>Where it runs; null for the working directory.</summary>
    public string? Folder { get; init; }

    /// <summary>Further lines of nix.conf, which come after ours.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Gets each line that a builder prints, on the reading thread.</summary>
    public Action<string>? OnBuilderLine { get; init; }
}
