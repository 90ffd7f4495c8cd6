using VmTest.Diagnosis;
using VmTest.Model;

namespace VmTest.UnitTests.Diagnosis;

public sealed class InstallStepsTests
{
    // What the programs of NixOS's and disko's image builders print.
    [TestCase("+ sgdisk --align-end --new=1:0:+500M --partition-guid=1:R --change-name=1:disk-main-ESP --typecode=1:EF00 /dev/vda",
        InstallStep.Partition)]
    [TestCase("+ parted -s /dev/vda -- mklabel gpt", InstallStep.Partition)]
    [TestCase("Creating new GPT entries in memory.", InstallStep.Partition)]
    [TestCase("mke2fs 1.47.3 (8-Jul-2025)", InstallStep.Format)]
    [TestCase("mkfs.fat 4.2 (2021-01-31)", InstallStep.Format)]
    [TestCase("+ mkfs.vfat -F 32 /dev/disk/by-partlabel/disk-main-ESP", InstallStep.Format)]
    [TestCase("Creating filesystem with 249344 4k blocks and 16384 inodes", InstallStep.Format)]
    [TestCase("running nixos-install...", InstallStep.Copy)]
    [TestCase("copying staging root to image...", InstallStep.Copy)]
    [TestCase("copying path '/nix/store/0sb0a4ipqv6zaadcaxnd42x4mjfl81mh-etc' to 'local'...", InstallStep.Copy)]
    [TestCase("+ xargs cp --recursive --target /mnt/nix/store", InstallStep.Copy)]
    [TestCase("installing the boot loader...", InstallStep.BootLoader)]
    [TestCase("installing the GRUB 2 boot loader on /dev/vda...", InstallStep.BootLoader)]
    [TestCase("updating GRUB 2 menu...", InstallStep.BootLoader)]
    [TestCase("Installing for i386-pc platform.", InstallStep.BootLoader)]
    [TestCase("Copied \"/nix/store/x-systemd-258/lib/systemd/boot/efi/systemd-bootx64.efi\" to \"/boot/EFI/systemd/systemd-bootx64.efi\".",
        InstallStep.BootLoader)]
    public void A_line_begins_the_step_that_its_program_does(string line, InstallStep step) =>
        Assert.That(InstallSteps.Classify(line), Is.EqualTo(step));

    [TestCase("")]
    [TestCase("The operation has completed successfully.")]
    [TestCase("Copying files into the device: done")]
    [TestCase("[  OK  ] Started copying of nothing in particular")]
    [TestCase("the formatting of this text")]
    public void Any_other_line_begins_none(string line) => Assert.That(InstallSteps.Classify(line), Is.Null);
}
