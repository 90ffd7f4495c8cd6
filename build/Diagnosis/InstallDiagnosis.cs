using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>
/// Names the step of an installation that failed. Nix only knows that a builder failed, so the causes are found as for any
/// build and then reported as what they are; a failed download stays one.
/// </summary>
internal static partial class InstallDiagnosis
{
    /// <summary>A file system with less than this left is the reason why something did not fit.</summary>
    private const long FullDiskBytes = 16L << 20;

    /// <param name="outcome">The failed call.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="host">Whose disk was made.</param>
    /// <param name="logPath">The log file, relative to the report.</param>
    /// <param name="step">The step that was going on; null where none had begun.</param>
    /// <param name="forecast">What was free before.</param>
    /// <param name="free">Bytes that are free now.</param>
    /// <returns>At least one cause.</returns>
    public static IReadOnlyList<Finding> Explain(
        NixOutcome outcome, FlakeSource source, string host, string logPath, InstallStep? step, SpaceForecast forecast, long free)
    {
        var causes = NixDiagnosis.OfBuild(outcome, source, logPath);
        // What was not built only because the disk was not is no news.
        var first = causes.Where(cause => cause.CausedBy is null).ToList();
        return [.. (first.Count > 0 ? first : causes).Select(
            cause => IsDownload(cause) ? cause : AsInstallation(WithReason(cause), host, step, forecast, free))];
    }

    private static bool IsDownload(Finding cause) => cause.Code.StartsWith(FailureCodes.NetworkPrefix, StringComparison.Ordinal);

    /// <summary>Programs that work on disks say what is wrong last, and in words that are no error elsewhere.</summary>
    private static Finding WithReason(Finding cause) =>
        BareExit().IsMatch(cause.Message) && cause.Excerpt.LastOrDefault(line => line.Trim().Length > 0) is { } last
            ? cause with { Message = $"{cause.Message.TrimEnd('.')}: {last.Trim().TrimEnd('.')}." }
            : cause;

    private static Finding AsInstallation(Finding cause, string host, InstallStep? step, SpaceForecast forecast, long free)
    {
        if (cause.Code == FailureCodes.BuildDiskFull || cause.Excerpt.Any(line => Full().IsMatch(line)))
        {
            return Fullness(cause, host, forecast, free);
        }

        if (cause.Excerpt.Select(line => ClosedFolder().Match(line)).FirstOrDefault(match => match.Success) is { } closed)
        {
            return Closed(cause, host, closed.Groups["path"].Value);
        }

        // Only a builder that ran can have failed in a step.
        var ran = cause.Code is FailureCodes.BuilderFailed or FailureCodes.BuilderKilled or FailureCodes.BuildTimeout;
        var (code, words, hint) = (ran ? step : null) switch
        {
            InstallStep.Partition =>
                (FailureCodes.InstallPartition, $"The disk of {host} could not be partitioned",
                    "Check the partitions in the configuration (disko.devices, virtualisation.*): their sizes, and that they fit "
                        + "on the disk."),
            InstallStep.Format =>
                (FailureCodes.InstallFilesystem, $"A file system of {host} could not be made",
                    "Check the file systems in the configuration, and that the program that makes them is there."),
            InstallStep.Copy =>
                (FailureCodes.InstallCopy, $"The system of {host} could not be copied onto its disk",
                    "The excerpt names the file; 'nix store verify --recursive' and 'nix store repair' find and fix damaged store paths."),
            InstallStep.BootLoader =>
                (FailureCodes.InstallBootLoader, $"The boot loader of {host} could not be installed",
                    "Check boot.loader.* in the configuration; the excerpt has the words of the loader's own installer."),
            _ => (FailureCodes.InstallOther, $"{host} could not be installed",
                cause.Code == FailureCodes.MissingFeature
                    ? $"{cause.Hint} NixOS's image builders run a virtual machine; --install=direct needs none."
                    : cause.Hint),
        };
        return cause with { Code = code, Message = $"{words}: {cause.Message}", Hint = hint };
    }

    /// <summary>Either the disk in the making is too small for the system, or this machine's own disk is full.</summary>
    private static Finding Fullness(Finding cause, string host, SpaceForecast forecast, long free)
    {
        var isOurs = free < FullDiskBytes;
        return cause with
        {
            Code = FailureCodes.InstallDiskFull,
            Origin = isOurs ? FailureOrigin.Environment : FailureOrigin.Configuration,
            Message = isOurs
                ? $"{host} could not be installed: only {Duration.Bytes(free)} are left in '{forecast.Folder}'."
                : $"The disk of {host} is too small for its system of {Duration.Bytes(forecast.ClosureBytes)}: {cause.Message}",
            Hint = isOurs
                ? "Free some space and run again."
                : "Make the disk larger: virtualisation.vmVariantWithBootLoader.virtualisation.diskSize (in MiB), or imageSize of the "
                    + "disk in disko.devices.",
        };
    }

    /// <summary>nixos-install wants to enter every folder above the root file system as any user; a sandbox has none of its own.</summary>
    private static Finding Closed(Finding cause, string host, string folder) => cause with
    {
        Code = FailureCodes.InstallOther,
        Origin = FailureOrigin.Environment,
        Message = $"{host} could not be installed: nixos-install refuses to install below '{folder}', which other users may not enter and "
            + "read.",
        Subject = new Subject(SubjectKind.File, folder),
        Hint = "That is the folder which Nix gives to a builder without a sandbox. Let Nix build in a sandbox (sandbox = true in nix.conf; "
            + "where user namespaces are forbidden, allow them), or use a Nix that opens the folder.",
    };

    // The words of nixos-install (nixos/modules/installer/tools/nixos-install.sh).
    [GeneratedRegex(@"^path (?<path>/.{0,400}) should have permissions 755, but had permissions \d+")]
    private static partial Regex ClosedFolder();

    [GeneratedRegex(@"exit code \d+\.$")]
    private static partial Regex BareExit();

    [GeneratedRegex(@"No space left on device|Could not allocate (?:block|inode) in ext|Disk full|ENOSPC|diskSize might be too "
        + @"small|not enough space", RegexOptions.IgnoreCase)]
    private static partial Regex Full();
}
