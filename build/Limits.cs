namespace VmTest;

/// <summary>Every duration, size and count that shapes a run, in one place.</summary>
internal static class Limits
{
    /// <summary>Boot limit where <c>--boot-timeout</c> is not given.</summary>
    public static readonly TimeSpan BootTimeout = TimeSpan.FromSeconds(300);

    /// <summary>How long the probe may be silent while it lists the guest's units; without KVM, on a busy machine, one step takes seconds.</summary>
    public static readonly TimeSpan DumpSilence = TimeSpan.FromSeconds(15);

    /// <summary>How long after the end of a failed boot the guest may still take to tell its state.</summary>
    public static readonly TimeSpan LastDump = TimeSpan.FromSeconds(30);

    /// <summary>How long the probe may take to say its first word after the console has told of an early end.</summary>
    public static readonly TimeSpan ProbeFirstWord = TimeSpan.FromSeconds(4);

    /// <summary>What a machine may still say on its console after the sign that ended a boot.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>A guest that is asked and says nothing for this long is as dead as its console says.</summary>
    public static readonly TimeSpan SignSilence = TimeSpan.FromSeconds(5);

    /// <summary>How long a guest is watched whose console has said that it is dead.</summary>
    public static readonly TimeSpan SignDoubt = TimeSpan.FromSeconds(20);

    /// <summary>How often that word of the probe is looked for.</summary>
    public static readonly TimeSpan ProbePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>From the first to the second look at a unit that has been restarted and runs: whether it stays.</summary>
    public static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(3);

    /// <summary>How long the guest may take, after it said "ready", to list all its units.</summary>
    public static readonly TimeSpan ReadyDump = TimeSpan.FromSeconds(60);

    /// <summary>Without a word of the probe for this long after the console shows the login target, the console decides alone.</summary>
    public static readonly TimeSpan ProbeSilence = TimeSpan.FromSeconds(20);

    /// <summary>Without a word from the machine for this long, and with its processors at rest, it is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Share of one core below which a machine's processors rest; an idle guest's clock ticks take less.</summary>
    public const double RestingShare = 0.05;

    /// <summary>How long a machine's sockets may take to be connected by QEMU after its start.</summary>
    public static readonly TimeSpan QemuStart = TimeSpan.FromSeconds(15);

    /// <summary>How long one QMP command may take.</summary>
    public static readonly TimeSpan QmpCommand = TimeSpan.FromSeconds(3);

    /// <summary>Requests that may wait for an answer at once.</summary>
    public const int QmpWaiting = 16;

    /// <summary>How long a program may take to print its version.</summary>
    public static readonly TimeSpan VersionCall = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether a process has made its group, or a group is gone.</summary>
    public static readonly TimeSpan GroupPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>How often it is looked whether what was left behind is gone.</summary>
    public static readonly TimeSpan SweepPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>A run's folder without a ledger is left alone for this long: its run may be about to write one.</summary>
    public static readonly TimeSpan FreshFolder = TimeSpan.FromMinutes(1);

    /// <summary>How long one pattern may search one message: patterns have no nested repetition, but the text is anybody's.</summary>
    public static readonly TimeSpan PatternMatch = TimeSpan.FromSeconds(2);

    /// <summary>From the request to stop a process to the signal that it cannot ignore.</summary>
    public static readonly TimeSpan ProcessGrace = TimeSpan.FromSeconds(2);

    /// <summary>From SIGKILL to giving up a process: one that waits for a device cannot be ended by anybody.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(1);

    /// <summary>How long the removal of a run's files and processes may take beyond the processes' own grace.</summary>
    public static readonly TimeSpan CleanupDeadline = TimeSpan.FromSeconds(10);

    /// <summary>How long after a program's end its pipes are read, where somebody else still holds them.</summary>
    public static readonly TimeSpan PipeAfterEnd = TimeSpan.FromSeconds(1);

    /// <summary>From a first SIGINT or SIGTERM to the end of the program, report and teardown included.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(4.5);

    /// <summary>How long the KVM test guest may take for work that needs some 50 ms on real hardware.</summary>
    public static readonly TimeSpan KvmTrial = TimeSpan.FromSeconds(1);

    /// <summary>A KVM test guest that has done next to nothing by now will not make it.</summary>
    public static readonly TimeSpan KvmTrialFirstLook = TimeSpan.FromMilliseconds(300);

    /// <summary>After this the thread that runs the KVM test guest is given up.</summary>
    public static readonly TimeSpan KvmTrialHang = TimeSpan.FromSeconds(2);

    /// <summary>At least one line of progress in this time, whatever a phase is doing.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Connecting to any download server.</summary>
    public const int NixConnectTimeoutSeconds = 5;

    /// <summary>A download without a byte for this long is over.</summary>
    public const int NixStalledDownloadSeconds = 30;

    /// <summary>Free space below which preflight refuses: a store path or disk image would not fit.</summary>
    public const long MinimumFreeDiskBytes = 2L << 30;

    /// <summary>What an installed image takes beyond its closure: boot partition, file systems' own data.</summary>
    public const long ImageOverheadBytes = 128L << 20;

    /// <summary>What a machine is expected to write to its disk during one boot.</summary>
    public const long OverlayGrowthBytes = 256L << 20;

    /// <summary>A file system with less than this left is the reason why something did not fit.</summary>
    public const long FullDiskBytes = 16L << 20;

    /// <summary>Steps of an installation in a report; an installer that goes back and forth has more.</summary>
    public const int InstallSteps = 40;

    /// <summary>Memory of a machine that nothing in the configuration sizes, in MiB.</summary>
    public const int DiskMachineMemoryMiB = 1024;

    /// <summary>Cores of such a machine.</summary>
    public const int DiskMachineCores = 2;

    /// <summary>Available memory below which preflight refuses to start one machine.</summary>
    public const long MinimumFreeMemoryBytes = 768L << 20;

    /// <summary>Memory that the default of <c>--jobs</c> sets aside for each machine.</summary>
    public const long MemoryPerMachineBytes = 2L << 30;

    public const int MinimumBootTimeoutSeconds = 5;
    public const int MaximumBootTimeoutSeconds = 3600;
    public const int MinimumMemoryMiB = 128;
    public const int MaximumMemoryMiB = 1 << 20;
    public const int MaximumCores = 256;
    public const int MaximumJobs = 64;

    /// <summary>A longer line of any program's output is cut here.</summary>
    public const int MaximumLineBytes = 64 << 10;

    /// <summary>The probe sends all units in one line: some 700 bytes each, a thousand of them on a large desktop.</summary>
    public const int MaximumProbeLineBytes = 16 << 20;

    /// <summary>A line of Nix's JSON log holds a whole error with its trace and may be longer; what is beyond this is lost.</summary>
    public const int MaximumNixLineBytes = 4 << 20;

    /// <summary>Messages of one call of Nix kept in memory; errors outlive warnings, and these outlive chatter.</summary>
    public const int KeptMessages = 500;

    /// <summary>Characters of one message of Nix: its end is kept, too, for newer versions put the cause there.</summary>
    public const int MessageLength = 256 << 10;

    /// <summary>Characters of all kept messages together.</summary>
    public const int KeptMessageLength = 4 << 20;

    /// <summary>Builders whose output is kept in memory; those that failed or still run outlive the others.</summary>
    public const int KeptBuilders = 100;

    /// <summary>Last lines of one builder kept in memory.</summary>
    public const int BuilderTailLines = 40;

    /// <summary>Characters of a builder's line kept in memory; the log file has more of it.</summary>
    public const int BuilderLineLength = 500;

    /// <summary>Of the lines of a builder that matter, so many of the first and so many of the last are kept.</summary>
    public const int FirstTellingLines = 24;
    public const int LastTellingLines = 12;

    /// <summary>Lines around one that matters which are kept with it.</summary>
    public const int LinesBeforeTelling = 2;
    public const int LinesAfterTelling = 4;

    /// <summary>Derivations that are read to find out which failure caused another.</summary>
    public const int SearchedDerivations = 20_000;

    /// <summary>Files of the flake in which the text of an assertion is looked for, and the size of the largest of them.</summary>
    public const int SearchedFiles = 2000;
    public const long SearchedFileBytes = 1 << 20;

    /// <summary>Activities of Nix that are followed at once; more can only be in a broken log.</summary>
    public const int KnownActivities = 10_000;

    /// <summary>From a download that a build cannot do without and that failed, to the end of Nix.</summary>
    public static readonly TimeSpan NetworkFailureGrace = TimeSpan.FromSeconds(1);

    /// <summary>How often a live view on a terminal is drawn.</summary>
    public static readonly TimeSpan LiveView = TimeSpan.FromMilliseconds(500);

    /// <summary>Lines of one builder, console or journal kept in memory as evidence.</summary>
    public const int KeptLines = 200;

    /// <summary>What is kept of the beginning and of the end of each log: 64 MiB together.</summary>
    public const long LogHeadBytes = 32L << 20;
    public const long LogTailBytes = 32L << 20;

    /// <summary>Space that is set aside for the report when a run begins: its files have some 3 MB together at most.</summary>
    public const long ReportReserveBytes = 8L << 20;

    /// <summary>Lines of an excerpt in a report.</summary>
    public const int ExcerptLines = 30;

    /// <summary>Characters of any one text in a report.</summary>
    public const int ReportTextLength = 2000;

    /// <summary>Names in a list of units in a report.</summary>
    public const int ReportListLength = 200;

    /// <summary>Rows of a boot's timeline: what fits on a screen or two.</summary>
    public const int TimelineUnits = 60;

    /// <summary>A socket, timer or device that takes this long to come up is worth a row.</summary>
    public static readonly TimeSpan SlowUnit = TimeSpan.FromMilliseconds(100);

    /// <summary>The report for people is one file that opens at once, on a phone too, and can be sent by mail.</summary>
    public const int PageBytes = 1800 << 10;

    /// <summary>A screen with fewer colours is blank or a text console; a plain login screen has more than a hundred.</summary>
    public const int ColoursOfAPicture = 16;

    /// <summary>Pixels of a screen's width or height; more is no screen.</summary>
    public const int ScreenSide = 16384;

    /// <summary>From an active display manager to its first picture: some seconds in software emulation.</summary>
    public static readonly TimeSpan FirstPicture = TimeSpan.FromSeconds(15);

    /// <summary>How often the screen is looked at meanwhile.</summary>
    public static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A larger screenshot stays beside the page: base64 makes it a third larger again.</summary>
    public const int PageScreenshotBytes = 512 << 10;

    /// <summary>What is read of the end of a console's log.</summary>
    public const int PageConsoleBytes = 1 << 20;

    /// <summary>Lines of a console on the page, counted from its end; the whole is in its log.</summary>
    public const int PageConsoleLines = 2000;

    /// <summary>Units of one host on the page; a large desktop has some 600.</summary>
    public const int PageUnits = 1000;

    /// <summary>Characters of one console line on the page.</summary>
    public const int PageLineLength = 500;

    /// <summary>A list of units longer than this comes from no systemd; it is not read.</summary>
    public const int UnitsFileBytes = 64 << 20;

    /// <summary>Units in a report's diagram of a boot, and characters of their names: it is as wide as a page of text.</summary>
    public const int GanttUnits = 20;
    public const int GanttNameLength = 48;

    /// <summary>Notes on lines of the sources that GitHub shows of one step; what is beyond this vanishes.</summary>
    public const int Annotations = 10;

    /// <summary>Characters of a note that GitHub shows.</summary>
    public const int AnnotationLength = 4000;

    /// <summary>A summary above 1 MiB is not shown at all.</summary>
    public const int SummaryBytes = 1000 << 10;

    /// <summary>The longest name of ours below a run's folder: <c>/s/99q</c>, and room for what is to come.</summary>
    public const int LongestSocketName = 32;

    /// <summary>A Unix socket's path is at most 107 bytes long (sun_path, unix(7)).</summary>
    public const int SocketPathBytes = 107;

    /// <summary>Oldest Nix that has the flake commands and options used here.</summary>
    public static readonly Version MinimumNix = new(2, 8);

    /// <summary>Oldest QEMU with the options used here.</summary>
    public static readonly Version MinimumQemu = new(6, 0);

    /// <summary>The first in which software emulation has a sound cmpxchg16b.</summary>
    public static readonly Version SoundTcgQemu = new(10, 0);

    /// <summary>
    /// The first whose emulated processors do not run code that another one is just changing, as Linux changes its own: QEMU's
    /// commit deba78709ae8, "accel/tcg: Always lock pages before translation".
    /// </summary>
    public static readonly Version ParallelTcgQemu = new(8, 1);
}
