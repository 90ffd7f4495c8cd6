namespace VmTest.Memory;

/// <summary>Times of a boot in milliseconds; null for what was not seen.</summary>
public sealed record RecordedBoot
{
    public long? ReadyAfterMs { get; init; }

    public long? FirmwareMs { get; init; }

    public long? LoaderMs { get; init; }

    public long? KernelMs { get; init; }

    public long? InitrdMs { get; init; }

    public long? UserspaceMs { get; init; }
}
