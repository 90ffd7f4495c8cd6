namespace VmTest.Model;

/// <summary>How long a unit took to become active.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="DurationMs">From the start of its start to active.</param>
/// <param name="Percent">Its share of the time that user space took; units start side by side, so shares add up to more than 100.</param>
public sealed record UnitTiming(string Unit, long DurationMs, int? Percent = null);
