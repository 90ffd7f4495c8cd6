namespace VmTest.Nix;

/// <param name="Reference">How Nix is told which flake.</param>
/// <param name="Source">Its files.</param>
public sealed record LockedFlake(FlakeReference Reference, FlakeSource Source);
