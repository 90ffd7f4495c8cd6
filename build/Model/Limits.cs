namespace VmTest.Model;

/// <summary>Durations, sizes and counts that several rooms share; all others stand beside their one user.</summary>
internal static class Limits
{
    /// <summary>Without a word from the machine for this long, and with its processors at rest, it is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>From the request to stop a process to the signal that it cannot ignore.</summary>
    public static readonly TimeSpan ProcessGrace = TimeSpan.FromSeconds(2);

    /// <summary>At least one line of progress in this time, whatever a phase is doing.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>From power-on to ready, where neither command line nor flake says how long that may take.</summary>
    public static readonly TimeSpan BootTimeout = TimeSpan.FromSeconds(300);

    public const int MinimumBootTimeoutSeconds = 5;

    public const int MaximumBootTimeoutSeconds = 3600;

    public const int MinimumMemoryMiB = 128;

    public const int MaximumMemoryMiB = 1 << 20;

    public const int MaximumCores = 256;

    /// <summary>cryptsetup's own limit of a passphrase that is typed, which <c>cryptsetup --help</c> names.</summary>
    public const int MaximumPassphraseBytes = 512;

    /// <summary>A longer line of any program's output is cut here.</summary>
    public const int MaximumLineBytes = 64 << 10;

    /// <summary>The longest that a VM is waited for without a word of what is awaited.</summary>
    public static readonly TimeSpan Word = TimeSpan.FromSeconds(3);

    /// <summary>How often a live view on a terminal is drawn.</summary>
    public static readonly TimeSpan LiveView = TimeSpan.FromMilliseconds(500);

    /// <summary>Lines of one builder, console or journal kept in memory as evidence.</summary>
    public const int KeptLines = 200;

    /// <summary>Lines of an excerpt in a report.</summary>
    public const int ExcerptLines = 30;

    /// <summary>Characters of any one text in a report.</summary>
    public const int ReportTextLength = 2000;

    /// <summary>Names in a list of units in a report.</summary>
    public const int ReportListLength = 200;

    /// <summary>Rows of a boot's timeline: what fits on a screen or two.</summary>
    public const int TimelineUnits = 60;
}
