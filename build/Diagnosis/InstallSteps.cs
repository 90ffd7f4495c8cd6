using System.Text.RegularExpressions;
using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>
/// Tells by an installing program's output which step has begun. The words are those of parted, gdisk, sfdisk, mkfs, mtools,
/// nixos-install, NixOS's and disko's image builders (which print each command behind a plus), and the boot loaders' installers.
/// </summary>
internal static partial class InstallSteps
{
    private static readonly (Regex Pattern, InstallStep Step)[] Table =
    [
        (BootLoader(), InstallStep.BootLoader),
        (Copy(), InstallStep.Copy),
        (Format(), InstallStep.Format),
        (Partition(), InstallStep.Partition),
    ];

    /// <summary>Null where the line begins no step.</summary>
    public static InstallStep? Classify(string line)
    {
        foreach (var (pattern, step) in Table)
        {
            if (pattern.IsMatch(line))
            {
                return step;
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"^(?:\++ )?(?:partitioning |sgdisk |parted |sfdisk )|^Creating new GPT entries|^Checking that no-one is using this disk")]
    private static partial Regex Partition();

    [GeneratedRegex(
        @"^(?:\++ )?(?:formatting |mkfs\.\w+ |mke2fs |mkswap |cryptsetup luksFormat|pvcreate |vgcreate |zpool create|mkfs\.fat "
            + @"\d)|^Creating filesystem with")]
    private static partial Regex Format();

    [GeneratedRegex(@"^(?:\++ )?(?:copying |cptofs |xargs cp |nixos-install |running nixos-install)")]
    private static partial Regex Copy();

    [GeneratedRegex(@"^(?:\++ )?(?:installing the (?:GRUB|boot ?loader)|bootctl |grub-install |nixos-enter )|^updating GRUB|^updating "
        + @"systemd-boot|^Installing for \S+ platform|^Copied .*systemd-boot", RegexOptions.IgnoreCase)]
    private static partial Regex BootLoader();
}
