using System.Text;
using VmTest.Text;

namespace VmTest.Guest.Probe;

/// <summary>A credential that the guest's systemd reads from an SMBIOS string (systemd.system-credentials(7)).</summary>
internal static class SystemdCredential
{
    /// <summary>What systemd-cryptsetup takes before it asks anybody; systemd 254 and newer.</summary>
    private const string LuksPassphrase = "cryptsetup.passphrase";

    /// <summary>Writes the string into a file, which keeps it off the process list.</summary>
    /// <param name="folder">The machine's private folder, which is gone after the run.</param>
    /// <param name="name">The file's name, without its end.</param>
    /// <param name="credential">The credential's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The file's path.</returns>
    public static string Write(string folder, string name, string credential, string value)
    {
        var path = Path.Combine(folder, $"{name}.smbios");
        File.WriteAllText(path,
            $"io.systemd.credential.binary:{credential}={Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}", Encoding.ASCII);
        return path;
    }

    /// <summary>The passphrase of encrypted disks.</summary>
    public static string Write(string folder, Secret passphrase) =>
        Write(folder, "passphrase", LuksPassphrase, passphrase.Reveal());
}
