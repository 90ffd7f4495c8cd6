namespace VmTest.Model;

/// <param name="Url">The flake as given, or as Nix resolved it.</param>
/// <param name="Revision">The commit, where the flake has one.</param>
/// <param name="Nixpkgs">The locked revision of the input named nixpkgs.</param>
public sealed record FlakeFacts(string Url, string? Revision = null, string? Nixpkgs = null);
