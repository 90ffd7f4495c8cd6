namespace VmTest.Model;

/// <summary>The names of all files and folders that a run makes.</summary>
internal static class RunPaths
{
    public const string DefaultOutput = "artifacts/vmtest";
    public const string Latest = "latest";
    public const string Records = "records";

    public const string Events = "events.jsonl";
    public const string ReportJson = "report.json";
    public const string ReportMarkdown = "report.md";
    public const string ReportHtml = "report.html";
    public const string ReportJUnit = "junit.xml";

    public const string NixLog = "nix.log";
    public const string InstallLog = "install.log";
    public const string ConsoleLog = "console.log";
    public const string JournalLog = "journal.jsonl";
    public const string UnitsFile = "units.json";
    public const string BootPicture = "boot.svg";
    public const string Screenshot = "screenshot.png";

    /// <summary>Below the private folder of a run.</summary>
    public const string Sockets = "s";
    public const string NixScratch = "nix";
    public const string MachineScratch = "tmp";
    public const string MachineShared = "shared";
    public const string DiskImage = "disk.qcow2";
    public const string EfiVariables = "efi-vars.fd";
    public const string SwtpmState = "swtpm";

    /// <summary>A host's machine; short, for sockets' paths are limited.</summary>
    public static string Machine(int index) => $"m{index}";

    /// <summary>What a machine with several disks writes to.</summary>
    public static string Overlay(int index) => $"disk{index}.qcow2";
}
