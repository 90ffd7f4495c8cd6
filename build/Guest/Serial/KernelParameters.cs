using System.Text;

namespace VmTest.Guest.Serial;

/// <summary>
/// Kernel parameters for a system that starts from its disk, as SMBIOS strings: systemd-boot reads the one for its entries
/// (256 and newer), systemd's stub the one for unified kernels (254 and newer). What is installed stays as it is.
/// </summary>
internal static class KernelParameters
{
    /// <summary>Where the machine is listened to.</summary>
    public const string SerialConsole = "console=ttyS0,115200n8";

    /// <summary>Screen and serial line: the last console becomes /dev/console, where systemd reports what it starts.</summary>
    public const string Consoles = $"console=tty0 {SerialConsole}";

    private static readonly string[] Names = ["io.systemd.boot.kernel-cmdline-extra", "io.systemd.stub.kernel-cmdline-extra"];

    /// <summary>Writes one file for each string.</summary>
    public static IReadOnlyList<string> Write(string folder) => [.. Names.Select(name =>
    {
        var path = Path.Combine(folder, $"{name}.smbios");
        File.WriteAllText(path, $"{name}={Consoles}", Encoding.ASCII);
        return path;
    })];
}
