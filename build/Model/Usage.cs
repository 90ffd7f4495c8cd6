namespace VmTest.Model;

/// <summary>
/// Where time and bytes went; what was not measured is null. The times of one host exclude each other. Those of a run are added
/// up over hosts, which may run side by side.
/// </summary>
public sealed record Usage
{
    public long? PreflightMs { get; init; }

    /// <summary>Without fetching, copying and building for it.</summary>
    public long? EvaluateMs { get; init; }

    /// <inheritdoc cref="NixUsage.FetchMs"/>
    public long? FetchMs { get; init; }

    /// <inheritdoc cref="NixUsage.CopyMs"/>
    public long? CopyMs { get; init; }

    /// <summary>The rest of the build phase, and what had to be built in order to evaluate.</summary>
    public long? BuildMs { get; init; }

    public long? InstallMs { get; init; }

    public long? BootMs { get; init; }

    /// <summary>The look at every unit after the boot.</summary>
    public long? LookMs { get; init; }

    /// <summary>Of the run alone: from the end of the last phase to that of the run, without the report's own writing.</summary>
    public long? FinishMs { get; init; }

    public long? Builds { get; init; }

    /// <inheritdoc cref="NixUsage.Downloads"/>
    public long? Downloads { get; init; }

    /// <inheritdoc cref="NixUsage.DownloadedBytes"/>
    public long? DownloadedBytes { get; init; }

    /// <inheritdoc cref="NixUsage.Copies"/>
    public long? Copies { get; init; }

    /// <inheritdoc cref="NixUsage.CopiedBytes"/>
    public long? CopiedBytes { get; init; }

    /// <summary>Of the run alone: bytes on disk of machines, scratch and sockets, which its cleanup gave back.</summary>
    public long? GivenBackBytes { get; init; }

    /// <summary>Of the run alone: bytes on disk of its folder with logs and events, before the reports are written.</summary>
    public long? KeptBytes { get; init; }
}
