namespace VmTest.CommandLine;

/// <summary>One sentence about each target, for help and for Cake's own listing.</summary>
internal static class TargetDescriptions
{
    public const string VmTest = "Tests hosts from evaluation to a healthy boot and writes the report (default).";
    public const string CheckKvm = "Checks that the accelerator really runs a guest, and tools, disk and memory.";
    public const string FlakeCheck = "Checks that the flake locks and that each host's system evaluates.";
    public const string BuildVm = "Builds each host's system closure, and for --install=direct its VM.";
    public const string Install = "Installs each host on an empty disk; with --install=direct only gives it a fresh one.";
    public const string BootWatch = "Boots each host and watches every unit until the system is ready.";
    public const string EmitReport = "Writes and checks the report; includes all phases.";
    public const string Teardown = "Removes whatever earlier runs left behind and completes their reports.";
    public const string ListHosts = "Prints the flake's hosts as a JSON array.";
    public const string Demo = "Tests the reference guest; installs what is missing on Debian and Ubuntu.";
    public const string PrepareReferenceGuest = "Makes the reference guest's parts and its flake.";
    public const string Test = "Installs what is missing and runs this project's own tests.";
    public const string Package = "Publishes the host as programs of one file each, which need no .NET, with their checksums.";
    public const string Clean = "Removes artifacts, built hosts and the reference guest's cache.";
}
