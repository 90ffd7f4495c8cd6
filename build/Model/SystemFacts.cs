namespace VmTest.Model;

/// <summary>What a host evaluates to.</summary>
public sealed record SystemFacts
{
    /// <summary>Store path of the system closure's top.</summary>
    public string? Toplevel { get; init; }

    public string? NixosVersion { get; init; }

    public string? Kernel { get; init; }

    public string? Systemd { get; init; }
}
