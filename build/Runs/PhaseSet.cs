namespace VmTest.Runs;

/// <summary>
/// What does the work of each phase. Each takes what the phase before has made, and throws with its findings where it does
/// not pass.
/// </summary>
public sealed record PhaseSet(
    IPreflightPhase Preflight,
    IEvaluatePhase Evaluate,
    IPhase<EvaluatedHost, BuiltHost> Build,
    IPhase<BuiltHost, InstalledHost> Install,
    IBootPhase Boot,
    IRuntimePhase Runtime);
