using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Runs;

namespace VmTest.Phases.Install;

/// <summary>Puts into a run's evidence how a host is installed, from the moment that this is known.</summary>
internal static class InstallEvidence
{

    /// <summary>Says which way the host has onto a disk; one without any is told now, long before its install phase fails.</summary>
    public static void Plan(RunSession session, HostRun host, HostEvaluation evaluation)
    {
        session.Events.Write(new InstallObserved(host.Name, Of(evaluation.Disk)));
        if (evaluation.Disk is { Strategy: null } plan)
        {
            session.Warn(Impossible(host.Name, plan) with { Phase = Phase.Evaluate, Host = host.Name });
        }
    }

    public static InstallReport Of(DiskPlan? plan) => plan is null
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

    public static Failure Impossible(string host, DiskPlan plan) => new()
    {
        Code = FailureCodes.InstallUnsupported,
        Origin = FailureOrigin.Configuration,
        Message = $"{host} cannot be installed on a disk: {plan.Reason}.",
        Subject = new Subject(SubjectKind.Host, host),
        Hint = "Add --install=direct, which tests everything but firmware, boot loader and file systems; or add a boot loader to the configuration.",
    };
}
