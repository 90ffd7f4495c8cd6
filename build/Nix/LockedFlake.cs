namespace VmTest.Nix;

/// <param name="Reference">How Nix is told which flake.</param>
/// <param name="Source">Its files.</param>
/// <param name="NixSettings">Lines of nix.conf that this flake needs beyond those of every run.</param>
public sealed record LockedFlake(FlakeReference Reference, FlakeSource Source, IReadOnlyList<string> NixSettings);
