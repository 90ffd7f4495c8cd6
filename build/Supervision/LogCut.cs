namespace VmTest.Supervision;

/// <summary>What of a log is not there.</summary>
/// <param name="Bytes">Bytes that are left out.</param>
/// <param name="Lines">Lines that are left out.</param>
/// <param name="Written">Bytes that were written.</param>
/// <param name="Duration">How long that took.</param>
internal sealed record LogCut(long Bytes, long Lines, long Written, TimeSpan Duration)
{
    public double BytesPerSecond => Written / Math.Max(Duration.TotalSeconds, 0.001);
}
