namespace VmTest.Nix;

/// <param name="Reference">How the flake is named to Nix.</param>
/// <param name="Source">Its files.</param>
public sealed record LockedFlake(FlakeReference Reference, FlakeSource Source);
