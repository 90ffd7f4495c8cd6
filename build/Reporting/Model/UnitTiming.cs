namespace VmTest.Reporting.Model;

/// <summary>How long a unit took to become active.</summary>
public sealed record UnitTiming(string Unit, long DurationMs);
