using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Faults;

/// <summary>Runs that can be caught in each phase.</summary>
internal static class CancelledRun
{
    private static readonly TimeSpan IntoThePhase = TimeSpan.FromMilliseconds(400);

    // The trial of KVM takes 0.3 s where KVM does not work.
    private static readonly TimeSpan IntoPreflight = TimeSpan.FromMilliseconds(50);

    public static readonly string[] Phases = ["preflight", "evaluate", "build", "install", "boot", "runtime"];

    /// <summary>Starts a run and waits until it is well inside the phase.</summary>
    public static async Task<Host> ReachAsync(Workplace workplace, string phase)
    {
        _ = phase switch
        {
            "evaluate" => workplace.WithHosts(("slow", Modules.SlowEvaluation)),
            "build" => workplace.WithHosts(("slow", Modules.SlowBuild)),
            "install" => workplace.WithFlake(Modules.SlowInstallFlake),
            _ => workplace.WithHosts(("healthy", Modules.Healthy)),
        };
        var host = Host.Start(workplace, phase == "preflight" ? "--accel=auto" : "--accel=tcg");
        await host.PhaseBegunAsync(phase, phase is "evaluate" ? "slow" : null);
        await Task.Delay(phase == "preflight" ? IntoPreflight : IntoThePhase);
        return host;
    }
}
