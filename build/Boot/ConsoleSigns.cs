using System.Text.RegularExpressions;

namespace VmTest.Boot;

/// <summary>Recognises lines of the serial console, control sequences already removed.</summary>
internal static partial class ConsoleSigns
{
    private static readonly (Regex Pattern, ConsoleSign Sign)[] Table =
    [
        (Panic(), ConsoleSign.KernelPanic),
        (EmergencyMode(), ConsoleSign.Emergency),
        (RescueMode(), ConsoleSign.Rescue),
        (TargetReached(), ConsoleSign.DefaultTargetReached),
        (StatusFailed(), ConsoleSign.UnitFailed),
        (StatusDepend(), ConsoleSign.DependencyFailed),
        (Waiting(), ConsoleSign.JobRunning),
        (StatusOk(), ConsoleSign.UnitStarted),
        (KernelBanner(), ConsoleSign.KernelStarted),
        (RunInit(), ConsoleSign.InitStarted),
        (Login(), ConsoleSign.LoginPrompt),
    ];

    public static ConsoleSign Of(string line)
    {
        foreach (var (pattern, sign) in Table)
        {
            if (pattern.IsMatch(line))
            {
                return sign;
            }
        }

        return ConsoleSign.None;
    }

    [GeneratedRegex(@"Kernel panic - not syncing: |^\[[ .\d]+\] Attempted to kill init!")]
    private static partial Regex Panic();

    [GeneratedRegex(@"You are in emergency mode|Cannot open access to console, the root account is locked")]
    private static partial Regex EmergencyMode();

    [GeneratedRegex(@"You are in rescue mode")]
    private static partial Regex RescueMode();

    // By description, by name, or both, whichever StatusUnitFormat= says.
    [GeneratedRegex(@"^\[  OK  \] Reached target .*(multi-user\.target|Multi-User System|graphical\.target|Graphical Interface)")]
    private static partial Regex TargetReached();

    [GeneratedRegex(@"^\[(FAILED| TIME )\] ")]
    private static partial Regex StatusFailed();

    [GeneratedRegex(@"^\[DEPEND\] ")]
    private static partial Regex StatusDepend();

    [GeneratedRegex(@"A start job is running for |Job \S+/start running \(")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^\[  OK  \] ")]
    private static partial Regex StatusOk();

    [GeneratedRegex(@"^\[[ .\d]+\] Linux version ")]
    private static partial Regex KernelBanner();

    [GeneratedRegex(@"^\[[ .\d]+\] Run \S+ as init process")]
    private static partial Regex RunInit();

    [GeneratedRegex(@"^\S+ login: ")]
    private static partial Regex Login();
}
