namespace VmTest.Model;

/// <summary>How the system gets onto its disk.</summary>
public enum InstallMode
{
    /// <summary>Installed on an empty disk, which boots through its own firmware and boot loader.</summary>
    Disk,

    /// <summary>A fresh disk, and QEMU hands over the kernel.</summary>
    Direct,
}
