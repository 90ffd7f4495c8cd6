namespace VmTest.Model;

/// <summary>
/// Every failure code with its usual origin, meaning and next step: what <c>--explain</c> shows, and what
/// <c>docs/failure-codes.md</c> is made of.
/// </summary>
internal static class FailureCatalogue
{
    private const FailureOrigin Configuration = FailureOrigin.Configuration;
    private const FailureOrigin Environment = FailureOrigin.Environment;
    private const FailureOrigin Tool = FailureOrigin.Tool;

    public static IReadOnlyList<FailureCode> All { get; } =
    [
        new(FailureCodes.KvmMissing, Environment, "This machine has no /dev/kvm.", "Enable virtualisation in the firmware and load kvm_intel or kvm_amd, or add --accel=tcg."),
        new(FailureCodes.KvmDenied, Environment, "The user may not open /dev/kvm.", "Add the user to the group kvm, or install the udev rule that the hint shows."),
        new(FailureCodes.KvmUnusable, Environment, "/dev/kvm opens, but a guest gets nothing done with it.", "Use a machine whose KVM works, or add --accel=tcg."),
        new(FailureCodes.ToolMissing, Environment, "A program that the run needs is not installed.", "Install it with the command in the hint, or add --provision."),
        new(FailureCodes.ToolTooOld, Environment, "A program is there, but older than VmTest can use.", "Install a newer version."),
        new(FailureCodes.DiskSpace, Environment, "A file system has too little free space.", "Free some space in the folder that the message names; nix store gc helps."),
        new(FailureCodes.Memory, Environment, "Too little memory is available for one VM.", "End other programs, or give the VM less with --memory."),
        new(FailureCodes.Syntax, Configuration, "A Nix file does not parse.", "Correct the line; the place is exact, the cause may stand just before it."),
        new(FailureCodes.UndefinedVariable, Configuration, "A name is used that nothing defines.", "Correct its spelling, or bring it into scope as a function argument, let or with."),
        new(FailureCodes.MissingAttribute, Configuration, "An attribute does not exist.", "Correct its name; the message may name similar ones."),
        new(FailureCodes.OptionUnknown, Configuration, "An option is set that no module declares.", "Correct its name, or import the module that declares it."),
        new(FailureCodes.OptionType, Configuration, "An option has a value of the wrong type.", "Give it a value of the type that the message names."),
        new(FailureCodes.OptionConflict, Configuration, "Several definitions of one option exclude each other.", "Remove one, or decide with lib.mkForce."),
        new(FailureCodes.OptionUndefined, Configuration, "An option without a default is used and nothing sets it.", "Set it, or disable what uses it."),
        new(FailureCodes.Assertion, Configuration, "An assertion of a module failed.", "Do what its message asks for."),
        new(FailureCodes.InfiniteRecursion, Configuration, "A value depends on itself.", "Look for config or pkgs in imports, or an option that is defined by its own value."),
        new(FailureCodes.MissingFile, Configuration, "A file that the configuration names does not exist.", "Create it or correct the path."),
        new(FailureCodes.UntrackedFile, Configuration, "A file exists, but Git does not track it, so the flake does not have it.", "Run git add for it; a commit is not needed."),
        new(FailureCodes.UnfreePackage, Configuration, "A package has an unfree licence.", "Allow it with nixpkgs.config.allowUnfreePredicate, or do without it."),
        new(FailureCodes.BrokenPackage, Configuration, "A package is marked broken, or not available on this platform.", "Use another package or version."),
        new(FailureCodes.InsecurePackage, Configuration, "A package is marked insecure.", "Use a newer version, or list it in nixpkgs.config.permittedInsecurePackages."),
        new(FailureCodes.Call, Configuration, "A function is called with the wrong arguments.", "Pass the missing argument, or remove the unexpected one."),
        new(FailureCodes.Type, Configuration, "A value has another type than an operation needs.", "Correct the value; the message names both types."),
        new(FailureCodes.Throw, Configuration, "The configuration itself threw an error.", "Do what its message asks for."),
        new(FailureCodes.Data, Configuration, "A JSON, TOML or other data file cannot be read.", "Correct the file."),
        new(FailureCodes.HostUnknown, Configuration, "The flake has no host of that name.", "Give --host a name that the message lists."),
        new(FailureCodes.FlakeMissing, Configuration, "There is no flake to test.", "Name the folder with the flake.nix: --flake=FOLDER."),
        new(FailureCodes.Impure, Configuration, "The configuration reads something that a pure evaluation refuses.", "Take it from the flake or its inputs."),
        new(FailureCodes.EvaluationOther, Configuration, "The evaluation failed in a way that no rule knows.", "Read the excerpt; it is what Nix said."),
        new(FailureCodes.NetworkDns, Environment, "A host name did not resolve.", "Check the network, a proxy or a firewall, and the name itself."),
        new(FailureCodes.NetworkRefused, Environment, "A connection was refused or reset.", "Check the server, a proxy or a firewall."),
        new(FailureCodes.NetworkTimeout, Environment, "A connection or download took too long.", "Check the network; run again."),
        new(FailureCodes.NetworkTls, Environment, "A TLS connection was not trusted.", "Check the clock, the CA certificates and a proxy that inspects traffic."),
        new(FailureCodes.NetworkHttp, Environment, "A server answered with an error.", "Check the URL and, where it needs one, the access token."),
        new(FailureCodes.NetworkRateLimit, Environment, "A server refused because of too many requests.", "Set an access token (access-tokens in nix.conf), or wait."),
        new(FailureCodes.NetworkOther, Environment, "A download failed in another way.", "Read the excerpt; it names the URL."),
        new(FailureCodes.BuilderFailed, Configuration, "A builder ended with an error.", "Read the excerpt of its log and correct what it names."),
        new(FailureCodes.BuilderKilled, Environment, "A builder was killed by a signal.", "Often there was too little memory: build with fewer jobs."),
        new(FailureCodes.NoOutput, Configuration, "A builder succeeded without making its output.", "Let the install phase write to $out."),
        new(FailureCodes.HashMismatch, Configuration, "A download has another hash than expected.", "Put the hash that the message names into the configuration, if the new content is right."),
        new(FailureCodes.MissingFeature, Environment, "A derivation needs a system feature that this machine lacks.", "Build where the feature exists, or use a remote builder."),
        new(FailureCodes.WrongSystem, Environment, "A derivation is for another system than this machine.", "Use a machine or a remote builder of that system."),
        new(FailureCodes.OutputCheck, Configuration, "An output breaks a check of its derivation.", "Correct the derivation or its allowedReferences and size limits."),
        new(FailureCodes.BuildTimeout, Configuration, "A builder took too long or was silent too long.", "Find what it waits for in its log."),
        new(FailureCodes.BuildDiskFull, Environment, "A builder found no space left.", "Free some space and run again."),
        new(FailureCodes.BuildOther, Configuration, "A build failed in a way that no rule knows, or because of another.", "Correct its cause first, if it has one."),
        new(FailureCodes.InstallPartition, Configuration, "The disk could not be partitioned.", "Check disko.devices or virtualisation.*: sizes, and that they fit."),
        new(FailureCodes.InstallFilesystem, Configuration, "A file system could not be made.", "Check its type and options."),
        new(FailureCodes.InstallCopy, Environment, "The system could not be copied onto the disk.", "Verify the store: nix store verify --all."),
        new(FailureCodes.InstallBootLoader, Configuration, "The boot loader could not be installed.", "Check boot.loader.*; the excerpt has the installer's own words."),
        new(FailureCodes.InstallUnsupported, Configuration, "The host has no boot loader or is a container.", "Add --install=direct."),
        new(FailureCodes.InstallDiskFull, Configuration, "The disk that is being made, or this machine's, is full.", "Make the disk larger, or free some space; the message says which."),
        new(FailureCodes.InstallOther, Configuration, "The installation failed in a way that no rule knows.", "Read the excerpt; it is what the installer said."),
        new(FailureCodes.QemuFailed, Environment, "QEMU did not start.", "Read its own words in the excerpt."),
        new(FailureCodes.KvmError, Environment, "KVM failed, or the VM runs with another accelerator than asked for.", "Check the machine's virtualisation and the VM's own QEMU options."),
        new(FailureCodes.Firmware, Configuration, "The firmware found nothing to boot.", "Check that a boot loader is installed and fits the firmware (UEFI or BIOS)."),
        new(FailureCodes.Bootloader, Configuration, "The boot loader found no entry, or stopped at its prompt.", "Check boot.loader.* and the boot partition."),
        new(FailureCodes.Initrd, Configuration, "The boot stopped in the initrd.", "Check boot.initrd.* and fileSystems."),
        new(FailureCodes.RootDevice, Configuration, "The device of the root file system did not appear.", "Check fileSystems.\"/\" and boot.initrd.availableKernelModules."),
        new(FailureCodes.Silent, Configuration, "The VM said nothing, and its processors were idle.", "Check the serial console: boot.kernelParams with console=ttyS0."),
        new(FailureCodes.KernelPanic, Configuration, "The kernel panicked.", "Read the lines before the panic."),
        new(FailureCodes.Emergency, Configuration, "systemd went into emergency mode.", "Correct the unit that the message names, often a mount."),
        new(FailureCodes.Rescue, Configuration, "systemd went into rescue mode.", "Check the default target and the kernel parameters."),
        new(FailureCodes.GuestExited, Configuration, "The VM powered off before it was ready.", "Find what powers it off in the console's log."),
        new(FailureCodes.RebootLoop, Configuration, "The VM restarts again and again.", "Find what restarts it in the console's log."),
        new(FailureCodes.BootTimeout, Configuration, "The boot did not end within the limit.", "Correct the unit that holds it up; the message names it."),
        new(FailureCodes.UnitFailed, Configuration, "A unit failed.", "Read its last lines in the excerpt and correct the unit."),
        new(FailureCodes.UnitPending, Configuration, "A unit that is wanted or required is not active.", "Check wantedBy and what it waits for."),
        new(FailureCodes.UnitMissing, Configuration, "A required unit does not exist.", "Add it, or correct the name given to --require-unit."),
        new(FailureCodes.DependencyFailed, Configuration, "A unit was not started because another failed.", "Correct the cause first."),
        new(FailureCodes.OrderingCycle, Configuration, "Units wait for one another in a circle.", "Remove one After= or Before= of the circle."),
        new(FailureCodes.ActivationFailed, Configuration, "A part of the activation script failed.", "Check system.activationScripts."),
        new(FailureCodes.RestartLoop, Configuration, "A unit is restarted again and again.", "Read why its program ends in the excerpt."),
        new(FailureCodes.CoreDump, Configuration, "A unit's program crashed.", "Read the excerpt; it is a defect of the program or its configuration."),
        new(FailureCodes.OomKilled, Configuration, "The kernel killed a unit's program for want of memory.", "Give the VM more memory (--memory), or the unit less to do."),
        new(FailureCodes.UnitEnded, Configuration, "A unit's program ended without an error although it should stay.", "Use Type=forking, Type=oneshot, or keep it in the foreground."),
        new(FailureCodes.NoPicture, Configuration, "A desktop shows no picture.", "Check the display manager and its session."),
        new(FailureCodes.CancelledBySignal, Environment, "The run was ended by a signal.", "Run it again."),
        new(FailureCodes.Internal, Tool, "VmTest itself broke.", "Report it with the excerpt; no edit of the configuration helps."),
        new(FailureCodes.ProbeLost, Tool, "The probe in the guest did not answer.", "Read the console; systemd older than 256 takes no probe from outside."),
    ];

    /// <summary>Null for a code that does not exist.</summary>
    public static FailureCode? Find(string code) => All.FirstOrDefault(entry => entry.Code == code);
}
