using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// The unit behind what systemd's status lines call it, which is its name, its description or both
/// (<c>StatusUnitFormat=</c>), cut where the line is too long.
/// </summary>
internal static partial class UnitNames
{
    private const string Cut = "…";

    // Descriptions of systemd's own units, and of NixOS's, that a boot may fail of.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["Local File Systems"] = "local-fs.target",
        ["Remote File Systems"] = "remote-fs.target",
        ["Swaps"] = "swap.target",
        ["Local Encrypted Volumes"] = "cryptsetup.target",
        ["Initrd Root Device"] = "initrd-root-device.target",
        ["Initrd Root File System"] = "initrd-root-fs.target",
        ["Initrd File Systems"] = "initrd-fs.target",
        ["Initrd Default Target"] = "initrd.target",
        ["Switch Root"] = "initrd-switch-root.service",
        ["Journal Service"] = "systemd-journald.service",
        ["Load Kernel Modules"] = "systemd-modules-load.service",
        ["Apply Kernel Variables"] = "systemd-sysctl.service",
        ["Rule-based Manager for Device Events and Files"] = "systemd-udevd.service",
        ["Create Volatile Files and Directories"] = "systemd-tmpfiles-setup.service",
        ["Wait for Network to be Configured"] = "systemd-networkd-wait-online.service",
        ["Wait for Network to be Online"] = "systemd-networkd-wait-online.service",
        ["Network Configuration"] = "systemd-networkd.service",
        ["Network Name Resolution"] = "systemd-resolved.service",
        ["Network Manager"] = "NetworkManager.service",
        ["Network Manager Wait Online"] = "NetworkManager-wait-online.service",
        ["D-Bus System Message Bus"] = "dbus.service",
        ["User Login Management"] = "systemd-logind.service",
        ["Wait for udev To Complete Device Initialization"] = "systemd-udev-settle.service",
        ["NixOS Activation"] = "initrd-nixos-activation.service",
        ["Find NixOS closure"] = "initrd-find-nixos-closure.service",
    };

    /// <summary>The thing by the surest name there is: a unit, a device's path, or what the console calls it.</summary>
    /// <param name="evidence">Its journal knows units by their descriptions.</param>
    /// <param name="text">What a line calls it.</param>
    public static Subject Resolve(BootEvidence evidence, string text)
    {
        var (name, description) = Split(text);
        if (name.EndsWith(".device", StringComparison.Ordinal) && !name.Contains(Cut, StringComparison.Ordinal))
        {
            return new Subject(SubjectKind.Device, SystemdPath.Of(name[..^".device".Length]));
        }

        if (UnitName().IsMatch(name) && !name.Contains(Cut, StringComparison.Ordinal))
        {
            return new Subject(SubjectKind.Unit, name);
        }

        if (evidence.Journal.UnitDescribed(description) is { } unit || Known.TryGetValue(description, out unit))
        {
            return new Subject(SubjectKind.Unit, unit);
        }

        if (description.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return new Subject(SubjectKind.Device, description);
        }

        if (description.StartsWith('/'))
        {
            return new Subject(SubjectKind.Unit, $"{SystemdPath.Escape(description)}.mount");
        }

        return new Subject(SubjectKind.Unit, Templated().Match(description) switch
        {
            { Success: true } match when match.Groups["pool"].Success => $"zfs-import-{match.Groups["pool"].Value}.service",
            { Success: true } match when match.Groups["volume"].Success =>
                $"systemd-cryptsetup@{SystemdPath.Escape(match.Groups["volume"].Value)}.service",
            { Success: true } match => $"systemd-fsck@{SystemdPath.Escape(match.Groups["device"].Value)}.service",
            _ => text.Contains(Cut, StringComparison.Ordinal) && !text.Contains(" - ", StringComparison.Ordinal) ? text : description,
        });
    }

    private static (string Name, string Description) Split(string text) =>
        text.Split(" - ", 2) is [var name, var description] && (name.Contains(Cut, StringComparison.Ordinal) || UnitName().IsMatch(name))
            ? (name, description)
            // Name and description together are cut in their middle, where the description may still be whole.
            : (text, text[(text.IndexOf(Cut, StringComparison.Ordinal) + 1)..].TrimStart('-', ' '));

    [GeneratedRegex(@"^\S{1,255}\.(?:service|socket|mount|automount|timer|path|swap|device|target|slice|scope)$")]
    private static partial Regex UnitName();

    [GeneratedRegex(@"^Import ZFS pool ""(?<pool>[^""]+)""$|^Cryptography Setup for (?<volume>\S+)$|^File System Check on (?<device>\S+)$")]
    private static partial Regex Templated();
}
