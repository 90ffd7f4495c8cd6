namespace VmTest.Model.Events;

/// <summary>Nix has resolved and locked the flake.</summary>
public sealed record FlakeResolved(FlakeFacts Flake) : RunEvent;
