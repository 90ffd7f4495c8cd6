using System.Text;

namespace VmTest.Boot;

/// <summary>
/// Kernel parameters for a system that starts from its disk, as SMBIOS strings: systemd-boot reads the one for its entries
/// (256 and newer), systemd's stub the one for unified kernels (254 and newer). What is installed stays as it is.
/// </summary>
internal static class KernelParameters
{
    // The last console becomes /dev/console, where systemd reports what it starts.
    private const string Console = "console=tty0 console=ttyS0,115200n8";

    private static readonly string[] Names = ["io.systemd.boot.kernel-cmdline-extra", "io.systemd.stub.kernel-cmdline-extra"];

    /// <summary>Writes one file for each string.</summary>
    public static IReadOnlyList<string> Write(string folder) => [.. Names.Select(name =>
    {
        var path = Path.Combine(folder, $"{name}.smbios");
        File.WriteAllText(path, $"{name}={Console}", Encoding.ASCII);
        return path;
    })];
}
