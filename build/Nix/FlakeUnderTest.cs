namespace VmTest.Nix;

/// <param name="Reference">Absolute path of a folder, or any other flake reference.</param>
public sealed record FlakeUnderTest(string Reference);
