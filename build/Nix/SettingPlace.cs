namespace VmTest.Nix;

/// <summary>What <c>builtins.unsafeGetAttrPos</c> tells of an attribute.</summary>
public sealed record SettingPlace(string File, int Line, int Column);
