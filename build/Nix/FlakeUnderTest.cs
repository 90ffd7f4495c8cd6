namespace VmTest.Nix;

/// <param name="Reference">Absolute path of a folder, or any other flake reference.</param>
/// <param name="NixSettings">Lines of nix.conf that this flake needs beyond those of every run.</param>
public sealed record FlakeUnderTest(string Reference, IReadOnlyList<string> NixSettings);
