using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>How a host is going to be installed, for the report, from the moment that this is known.</summary>
internal static class InstallPlans
{
    /// <param name="plan">Null for a direct boot.</param>
    public static InstallReport Describe(DiskPlan? plan) => plan is null
        ? new InstallReport { Mode = InstallMode.Direct, Reason = "--install=direct: QEMU hands the kernel over" }
        : new InstallReport
        {
            Mode = InstallMode.Disk,
            Strategy = plan.Strategy,
            Reason = plan.Reason,
            Loader = plan.Loader,
            Adjustments = plan.ParametersAreInstalled
                ? [$"{KernelParameters.Consoles} is among the installed kernel parameters: {plan.Loader} takes none from outside"]
                : [],
        };

    public static Finding Impossible(string host, DiskPlan plan) => new()
    {
        Code = FailureCodes.InstallUnsupported,
        Origin = FailureOrigin.Configuration,
        Message = $"{host} cannot be installed on a disk: {plan.Reason}.",
        Subject = new Subject(SubjectKind.Host, host),
        Hint = "Add --install=direct, which tests everything but firmware, boot loader and file systems; or add a boot loader to the "
            + "configuration.",
    };
}
