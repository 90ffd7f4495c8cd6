namespace VmTest.Model;

/// <summary>The codes of failures and warnings. New ones may be added; none is renamed.</summary>
internal static class FailureCodes
{
    public const string KvmMissing = "environment.kvm-missing";
    public const string KvmDenied = "environment.kvm-denied";
    public const string KvmUnusable = "environment.kvm-unusable";
    public const string ToolMissing = "environment.tool-missing";
    public const string ToolTooOld = "environment.tool-too-old";
    public const string NixStore = "environment.nix-store";
    public const string GuestCache = "environment.guest-cache";
    public const string DiskSpace = "environment.disk-space";
    public const string Memory = "environment.memory";
    public const string TemporaryFolder = "environment.temporary-folder";
    public const string RepositoryOwner = "environment.repository-owner";
    public const string FileDescriptors = "environment.file-descriptors";
    public const string ToolSilent = "environment.tool-silent";
    public const string Leftovers = "environment.leftovers";

    /// <summary>The codes of what goes wrong in an evaluation begin so.</summary>
    public const string EvaluationPrefix = "evaluation.";

    public const string Syntax = "evaluation.syntax";
    public const string UndefinedVariable = "evaluation.undefined-variable";
    public const string MissingAttribute = "evaluation.missing-attribute";
    public const string OptionUnknown = "evaluation.option-unknown";
    public const string OptionType = "evaluation.option-type";
    public const string OptionConflict = "evaluation.option-conflict";
    public const string OptionUndefined = "evaluation.option-undefined";
    public const string Assertion = "evaluation.assertion";
    public const string InfiniteRecursion = "evaluation.infinite-recursion";
    public const string MissingFile = "evaluation.missing-file";
    public const string UntrackedFile = "evaluation.untracked-file";
    public const string UnfreePackage = "evaluation.unfree-package";
    public const string BrokenPackage = "evaluation.broken-package";
    public const string InsecurePackage = "evaluation.insecure-package";
    public const string Call = "evaluation.call";
    public const string Type = "evaluation.type";
    public const string Throw = "evaluation.throw";
    public const string Data = "evaluation.data";
    public const string HostUnknown = "evaluation.host-unknown";
    public const string FlakeMissing = "evaluation.flake-missing";
    public const string Impure = "evaluation.impure";
    public const string EvaluationWarning = "evaluation.warning";
    public const string SecretInStore = "evaluation.secret-in-store";
    public const string EvaluationOther = "evaluation.other";

    /// <summary>The codes of failed downloads begin so.</summary>
    public const string NetworkPrefix = "network.";

    public const string NetworkDns = "network.dns";
    public const string NetworkRefused = "network.refused";
    public const string NetworkTimeout = "network.timeout";
    public const string NetworkTls = "network.tls";
    public const string NetworkHttp = "network.http";
    public const string NetworkRateLimit = "network.rate-limit";
    public const string NetworkOther = "network.other";

    public const string BuilderFailed = "build.builder-failed";
    public const string BuilderKilled = "build.builder-killed";
    public const string NoOutput = "build.no-output";
    public const string HashMismatch = "build.hash-mismatch";
    public const string Sandbox = "build.sandbox";
    public const string MissingFeature = "build.missing-feature";
    public const string WrongSystem = "build.wrong-system";
    public const string OutputCheck = "build.output-check";
    public const string BuildTimeout = "build.timeout";
    public const string BuildDiskFull = "build.disk-full";
    public const string BuildOther = "build.other";

    public const string InstallPartition = "install.partition";
    public const string InstallFilesystem = "install.filesystem";
    public const string InstallCopy = "install.copy";
    public const string InstallBootLoader = "install.bootloader";
    public const string InstallUnsupported = "install.unsupported";
    public const string InstallDiskFull = "install.disk-full";
    public const string InstallOther = "install.other";

    public const string QemuFailed = "boot.qemu-failed";
    public const string KvmError = "boot.kvm-error";
    public const string Firmware = "boot.firmware";
    public const string Bootloader = "boot.bootloader";
    public const string Initrd = "boot.initrd";
    public const string RootDevice = "boot.root-device";
    public const string FilesystemCheck = "boot.filesystem-check";
    public const string Passphrase = "boot.passphrase";
    public const string Silent = "boot.silent";
    public const string KernelPanic = "boot.kernel-panic";
    public const string Emergency = "boot.emergency";
    public const string Rescue = "boot.rescue";
    public const string GuestExited = "boot.guest-exited";
    public const string RebootLoop = "boot.reboot-loop";
    public const string BootTimeout = "boot.timeout";

    public const string UnitFailed = "runtime.unit-failed";
    public const string UnitPending = "runtime.unit-pending";
    public const string UnitMissing = "runtime.unit-missing";
    public const string DependencyFailed = "runtime.dependency-failed";

    public const string OrderingCycle = "runtime.ordering-cycle";
    public const string ActivationFailed = "runtime.activation-failed";
    public const string RestartLoop = "runtime.restart-loop";
    public const string CoreDump = "runtime.coredump";
    public const string OomKilled = "runtime.oom-killed";
    public const string UnitEnded = "runtime.unit-ended";
    public const string AllowedUnknown = "runtime.allowed-unknown";
    public const string AllowedHealthy = "runtime.allowed-healthy";
    public const string NoPicture = "runtime.no-picture";

    public const string CancelledBySignal = "cancelled.signal";

    public const string Internal = "tool.internal";
    public const string GuestRecipe = "tool.guest-recipe";
    public const string ProbeLost = "tool.probe-lost";
    public const string LogCut = "runtime.log-cut";
}
