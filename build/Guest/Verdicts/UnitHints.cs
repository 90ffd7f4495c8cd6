using System.Text.RegularExpressions;

namespace VmTest.Guest.Verdicts;

/// <summary>What to do about a unit, by the error that it ended with and by what NixOS offers against it.</summary>
internal static partial class UnitHints
{
    private static readonly (Regex Reason, string Hint)[] All =
    [
        (Clobbered(), "A file of the user's is in the way: set home-manager.backupFileExtension, or force = true on that file."),
        (KernelModule(), "No package has this module for the kernel of this host: take it out of boot.kernelModules, or add the package to "
            + "boot.extraModulePackages."),
        (AddressTaken(), "Something else listens there already: look for a second unit, or a socket unit, with the same port."),
        (AddressMissing(), "The address is on no interface yet: let the unit come after what configures it (network-online.target, a VPN), "
            + "or allow it by boot.kernel.sysctl.\"net.ipv4.ip_nonlocal_bind\" = 1."),
        (ReadOnly(), "The unit may not write there: add the folder to its ReadWritePaths=, or use StateDirectory=; what the store or "
            + "environment.etc has is read-only for everybody."),
        (Port(), "Only root may use a port below 1024: give the unit AmbientCapabilities=CAP_NET_BIND_SERVICE, or another port."),
        (NotAllowed(), "The unit's User= may not do this: check the owner and the mode of the file, and that of every folder above it "
            + "(systemd.tmpfiles.rules, StateDirectory=)."),
        (NoFile(), "Let something make it before the unit starts (systemd.tmpfiles.rules, StateDirectory=, or the unit that makes it in "
            + "after= and requires=), or correct the path."),
    ];

    /// <summary>Null where nothing is known about it.</summary>
    /// <param name="reason">The line that says why; null where none does.</param>
    public static string? Find(string? reason) => reason is null ? null
        : Array.Find(All, each => each.Reason.IsMatch(reason)).Hint;

    [GeneratedRegex("would be clobbered")]
    private static partial Regex Clobbered();

    [GeneratedRegex("^Failed to find module '")]
    private static partial Regex KernelModule();

    [GeneratedRegex("address (?:already )?in use", RegexOptions.IgnoreCase)]
    private static partial Regex AddressTaken();

    [GeneratedRegex("cannot assign requested address", RegexOptions.IgnoreCase)]
    private static partial Regex AddressMissing();

    [GeneratedRegex("read-only file system", RegexOptions.IgnoreCase)]
    private static partial Regex ReadOnly();

    [GeneratedRegex(@"(?:bind|port|listen)\b.{0,80}permission denied", RegexOptions.IgnoreCase)]
    private static partial Regex Port();

    [GeneratedRegex("permission denied|operation not permitted", RegexOptions.IgnoreCase)]
    private static partial Regex NotAllowed();

    [GeneratedRegex("no such file or directory", RegexOptions.IgnoreCase)]
    private static partial Regex NoFile();
}
