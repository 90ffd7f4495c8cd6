namespace VmTest.Model;

/// <param name="What">A phase, or a part of the boot.</param>
/// <param name="Ms">Now.</param>
/// <param name="MedianMs">The median of earlier runs.</param>
/// <param name="Of">How many those are.</param>
/// <param name="Slower">Whether it is beyond three times their spread; null where it is not.</param>
public sealed record TimeChange(string What, long Ms, long MedianMs, int Of, bool? Slower = null);
