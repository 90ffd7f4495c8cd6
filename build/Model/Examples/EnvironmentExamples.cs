using Entry = System.Collections.Generic.KeyValuePair<string, VmTest.Model.FailureExample>;

namespace VmTest.Model.Examples;

/// <summary>Examples of what is about this machine, the run or VmTest itself.</summary>
internal static class EnvironmentExamples
{
    public static IReadOnlyList<Entry> All { get; } =
    [
        new(FailureCodes.KvmMissing, new("ls: cannot access '/dev/kvm': No such file or directory",
            "Virtualisation is disabled in the firmware.", "This machine is a VM without nested virtualisation.",
            "A container was started without --device /dev/kvm.")),
        new(FailureCodes.KvmDenied, new("crw-rw---- 1 root kvm 10, 232 /dev/kvm",
            "The user is not in the group kvm, or has not logged in again since.", "A CI runner without the udev rule for /dev/kvm.")),
        new(FailureCodes.KvmUnusable, new("ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy",
            "Another hypervisor holds the processor's virtualisation.", "Nested virtualisation that opens, but runs no guest.")),
        new(FailureCodes.ToolMissing, new("sh: 1: qemu-img: not found", "The package of the program is not installed.",
            "PATH lacks the folder where it is.")),
        new(FailureCodes.ToolTooOld, new("nix (Nix) 2.3.16", "A distribution's package that is years old.",
            "An older copy stands first on PATH.")),
        new(FailureCodes.ToolSilent, new("nix --version", "A wrapper that waits for input.",
            "A network file system that does not answer.")),
        new(FailureCodes.DiskSpace, new("/dev/sda1  14G  13G  420M  97% /", "The Nix store has grown.", "Runs and disks of earlier tests.",
            "A runner of a CI host with little disk: the action's free-disk helps.")),
        new(FailureCodes.Memory, new("MemAvailable:     412340 kB", "Too many VMs at once: --jobs.",
            "A VM larger than this machine: --memory.")),
        new(FailureCodes.FileDescriptors, new("ulimit -n 256", "A low limit of the shell, the service or the container.")),
        new(FailureCodes.NixStore, new("error: opening lock file '/nix/var/nix/db/big-lock': Permission denied",
            "The Nix daemon does not run.", "A store that another user has installed for itself.")),
        new(FailureCodes.RepositoryOwner, new("fatal: detected dubious ownership in repository at '/src'",
            "A checkout that is mounted into a container.", "A checkout that root has made.")),
        new(FailureCodes.GuestCache, new("XDG_CACHE_HOME='/home/a b/.cache'",
            "A blank, or another sign with a meaning, in the folder's path.",
            "The folder belongs to another user.")),
        new(FailureCodes.TemporaryFolder, new("TMPDIR=/mnt/gone", "TMPDIR names a folder that is missing or may not be written to.",
            "A file system that is full or read-only.")),
        new(FailureCodes.Leftovers, new("rm: cannot remove '…/scratch': Device or resource busy", "A program still uses it.",
            "It was made by another user.")),
        new(FailureCodes.CancelledBySignal, new("^C", "Somebody pressed Ctrl-C, or the CI host cancelled the job.",
            "A limit of time of what has started the run.")),
        new(FailureCodes.Internal, new("System.InvalidOperationException: …", "A defect of VmTest.")),
        new(FailureCodes.GuestRecipe, new("E: Unable to locate package linux-image-amd64",
            "A package archive that has changed or is not reached.",
            "A defect of VmTest.")),
        new(FailureCodes.ProbeLost, new("systemd 254 running in system mode", "A systemd older than 256 without the module vm-probe.",
            "The guest replaces the credentials that it is given.")),
    ];
}
