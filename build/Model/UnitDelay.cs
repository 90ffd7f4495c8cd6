namespace VmTest.Model;

/// <param name="Unit">The unit.</param>
/// <param name="What">What is late: <c>start</c>, from the guest's clock to the unit's start, or <c>duration</c>, of its start.</param>
/// <param name="Ms">Now.</param>
/// <param name="UsualMs">The median of earlier runs.</param>
/// <param name="SpreadMs">How far those are apart.</param>
public sealed record UnitDelay(string Unit, string What, long Ms, long UsualMs, long SpreadMs);
