namespace VmTest.Model;

/// <summary>Names of a flake's own files.</summary>
internal static class FlakePaths
{
    public const string FlakeFile = "flake.nix";
}
