namespace VmTest.Boot;

/// <summary>What a line of the serial console can mean.</summary>
public enum ConsoleSign
{
    None,
    KernelStarted,
    InitStarted,
    UnitStarted,
    UnitFailed,
    DependencyFailed,
    JobRunning,
    DefaultTargetReached,
    LoginPrompt,
    KernelPanic,
    Emergency,
    Rescue,
}
