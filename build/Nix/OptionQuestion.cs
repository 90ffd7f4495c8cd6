namespace VmTest.Nix;

/// <summary>What is asked about a host's options; one of its properties is set (find-options.nix).</summary>
public sealed record OptionQuestion
{
    /// <summary>The set in which an option was looked for that does not exist.</summary>
    public IReadOnlyList<string>? Unknown { get; init; }

    /// <summary>The text of an assertion that failed.</summary>
    public string? Message { get; init; }

    /// <summary>An option that is defined.</summary>
    public IReadOnlyList<string>? Option { get; init; }

    /// <summary>Units of systemd.</summary>
    public IReadOnlyList<UnitOption>? Units { get; init; }
}
