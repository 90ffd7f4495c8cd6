namespace VmTest.Diagnosis.Vm;

/// <summary>
/// Hardware that a VM lacks: disks, chips, radios, and the kernel modules that drive them. The first rule that matches holds.
/// </summary>
internal static class HardwareRules
{
    public static readonly IReadOnlyList<VmRule> All =
    [
        new(VmTopic.Hardware, "smartd.service", @"Unable to monitor any SMART enabled devices|[Uu]nable to (?:auto)?detect device type"
            + @"|Unable to register device|NO devices found to scan", "it has no disk with SMART", "services.smartd.enable = false"),
        new(VmTopic.Hardware, "thermald.service", @"Unsupported cpu model|THD engine (?:init|start) failed",
            "its processor has no thermal control", "services.thermald.enable = false"),
        new(VmTopic.Hardware, "nvidia-*.service", @"Failed to query NVIDIA devices|failed to initialize NVML|No devices were found"
            + @"|couldn't communicate with the NVIDIA driver", "it has no NVIDIA card", "hardware.nvidia.nvidiaPersistenced = false"),
        new(VmTopic.Hardware, "hostapd*.service wpa_supplicant*.service iwd.service", @"interface (?<what>\w+) flags: No such device",
            "it has no wireless interface {what}", "networking.wireless.enable = false"),
        new(VmTopic.Hardware, "tpm2-abrmd.service *",
            @"TCTI device file (?<what>/dev/tpm\w*): No such file|Timed out waiting for device (?<what>/dev/tpm\w*)|"
                + @"dev-(?<what>tpm\w*)\.device.*timed out",
            "it has no TPM ({what})", "security.tpm2.enable = false"),
        new(VmTopic.Hardware, "zfs-import-*.service zfs-import@*.service", @"cannot import '(?<what>[^']+)': no such pool",
            "none of its disks holds the ZFS pool {what}", "boot.zfs.extraPools = [ ]"),
        new(VmTopic.Hardware, "md*.service", @"(?:error opening|cannot open) (?<what>/dev/md[\w/]*): No such file",
            "it has no RAID array {what}", "boot.swraid.enable = false"),
        new(VmTopic.Hardware, "bluetooth*.service", @"\b(?<what>hci\d+).*No such device|No (?:default )?(?<what>controller) available",
            "it has no Bluetooth ({what})", "hardware.bluetooth.enable = false"),
        new(VmTopic.Hardware, "fancontrol.service", @"Device path of (?<what>hwmon\d+) has changed|(?<what>hwmon\d+).*No such file",
            "it has no sensor {what}", "hardware.fancontrol.enable = false"),
        new(VmTopic.Hardware, "upsdrv.service nut-driver*.service", @"No matching (?:HID|USB) UPS found", "no UPS is connected to it",
            "power.ups.enable = false"),
        // Names that a real machine's own sockets give (systemd.net-naming-scheme(7)).
        new(VmTopic.Hardware, "*", @"(?:unknown interface|[Cc]annot find device|[Ii]nterface) [""']?(?<what>(?:en|wl|ww)[a-z]*\d\w*)[""']?"
            + @"(?:$|.{0,40}(?:does not exist|not found|[Nn]o such device))", "it has no network interface {what}"),
        new(VmTopic.Hardware, "*",
            @"Timed out waiting for device (?:\S+ - )?(?<what>/dev/disk/by-(?:uuid|id|partuuid|path|diskseq)/[^\s:]*[^\s:.])",
            "it has no disk {what}", "fileSystems or swapDevices without it"),
        new(VmTopic.Hardware, "*", @"Timed out waiting for device (?<what>dev-disk-by\\x2d(?:uuid|id|partuuid|path)\\?\S*)\.device",
            "it has no disk {what}", "fileSystems or swapDevices without it"),
        new(VmTopic.Hardware, "*", @"Timed out waiting for device (?:\S+ - )?(?<what>/dev/(?:sd[a-z]|nvme\d|hd[a-z]|md|mmcblk"
            + @"|ttyUSB|ttyACM|serial/by-id/)[\w/:.-]*\w)", "it has no device {what}"),
        new(VmTopic.Hardware, "*", @"Timed out waiting for device (?:\S+ - )?/sys/subsystem/net/devices/(?<what>[\w.-]*\w)",
            "it has no network interface {what}"),
        new(VmTopic.Hardware, "*", @"(?<what>/sys/(?:class|devices|bus|firmware)/[\w/:.@-]*\w).{0,60}[Nn]o such file",
            "its kernel has no {what}"),
        new(VmTopic.Hardware, "*", @"(?<what>/dev/(?:ttyUSB\d|ttyACM\d|serial/by-id/|tpm|ipmi|i2c-\d|spidev|gpiochip|gpiomem|video\d"
            + @"|dvb/|dri/|snd/|kfd|nvidia|nvme\d|sd[a-z]|sr\d|watchdog"
            + @"|input/by-id/|bus/usb/|hidraw\d|disk/by-(?:id|uuid|partuuid|path)/)[\w/:.@+-]*)"
            + @".{0,100}(?:[Nn]o such (?:file|device)|[Nn]ot found|does not exist|cannot find)", "it has no device {what}"),
        new(VmTopic.Hardware, "*", @"(?:[Nn]o such (?:file|device)|[Nn]ot found|does not exist)[^/]{0,60}"
            + @"(?<what>/dev/(?:ttyUSB\d|ttyACM\d|serial/by-id/|ipmi|i2c-\d|spidev|gpiochip|video\d|dvb/|dri/|hidraw\d"
            + @"|watchdog)[\w/:.@+-]*)",
            "it has no device {what}"),
        new(VmTopic.Module, "systemd-modules-load.service modprobe@*.service *",
            @"(?:Failed to insert module|could not insert) '(?<what>[^']+)': (?:No such device|Operation not supported|No such device "
                + @"or address)",
            "it has no hardware for the kernel module {what}", "boot.kernelModules without it"),
    ];
}
