namespace VmTest.Model.Events;

/// <summary>A call of Nix is over; <paramref name="Host"/> is null where it served all hosts.</summary>
public sealed record NixFinished(string? Host, NixUsage Usage) : RunEvent;
