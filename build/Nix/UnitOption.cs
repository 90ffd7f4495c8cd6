namespace VmTest.Nix;

/// <summary>A systemd unit as NixOS has it.</summary>
/// <param name="Kind">The option below <c>systemd</c> that holds it: <c>services</c>, <c>timers</c>…</param>
/// <param name="Name">Without its suffix.</param>
public sealed record UnitOption(string Kind, string Name);
