namespace VmTest.Nix;

/// <summary>Which install strategy a host has, as <c>describe-host.nix</c> finds it in the configuration.</summary>
public sealed record DiskPlan
{
    /// <summary>The strategy for a configuration with disko: its image builder makes the disks.</summary>
    public const string Disko = "disko";

    /// <summary>The strategy of <c>nixos-rebuild build-vm-with-bootloader</c>.</summary>
    public const string VmWithBootLoader = "vm-with-boot-loader";

    /// <summary>Null where there is no way.</summary>
    public string? Strategy { get; init; }

    /// <summary>Why this strategy, or why none; half a sentence about the host.</summary>
    public required string Reason { get; init; }

    /// <summary>The boot loader that is installed; null where there is none.</summary>
    public string? Loader { get; init; }

    /// <summary>Store path of the derivation that installs: disko's images, or the VM that stands on its image.</summary>
    public string? ImageDrv { get; init; }

    public string? Image { get; init; }

    /// <summary>Store path of the derivation of the system that goes onto the disk.</summary>
    public string? ClosureDrv { get; init; }

    public string? Closure { get; init; }

    /// <summary>Whether the console is among the installed kernel parameters, for the loader takes none from outside.</summary>
    public bool ParametersAreInstalled { get; init; }

    /// <summary>Whether the firmware has to be UEFI; only given where VmTest itself starts the machine.</summary>
    public bool? Uefi { get; init; }
}
