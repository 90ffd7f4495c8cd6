namespace VmTest.CommandLine;

/// <summary>How the system gets onto its disk.</summary>
public enum InstallMode
{
    Direct,
}
