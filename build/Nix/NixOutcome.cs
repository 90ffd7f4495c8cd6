namespace VmTest.Nix;

/// <summary>How one call of Nix ended.</summary>
public sealed record NixOutcome(int ExitCode, string Output, NixLogReader Log)
{
    public bool Succeeded => ExitCode == 0;
}
