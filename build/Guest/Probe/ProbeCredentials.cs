using VmTest.Text;

namespace VmTest.Guest.Probe;

/// <summary>
/// The probe as systemd credentials in SMBIOS strings (systemd 256 and newer): a script, two units that run it, and a
/// drop-in that pulls the units in. The system under test stays as it was built.
/// </summary>
internal static class ProbeCredentials
{
    private static readonly (string Resource, string Credential)[] Parts =
    [
        (Resources.ProbeScript, "vmtest-probe.sh"),
        (Resources.ProbeUnit, "systemd.extra-unit.vmtest-probe.service"),
        (Resources.ProbeWatch, "systemd.extra-unit.vmtest-watch.service"),
        (Resources.ProbeDropIn, "systemd.unit-dropin.sysinit.target~vmtest-probe"),
    ];

    /// <summary>Writes one file for each string; a file keeps it off the process list.</summary>
    public static IReadOnlyList<string> Write(string folder) =>
        [.. Parts.Select(part => Write(folder, part.Resource, part.Credential))];

    private static string Write(string folder, string resource, string credential) =>
        SystemdCredential.Write(folder, Path.GetFileName(resource), credential, Resources.Text(resource));
}
