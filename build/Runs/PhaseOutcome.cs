namespace VmTest.Runs;

/// <summary>How a phase ended for the run as a whole.</summary>
public enum PhaseOutcome
{
    /// <summary>Every host that entered it has passed.</summary>
    Passed,

    /// <summary>At least one host failed in it; the causes are on record.</summary>
    Failed,

    /// <summary>It did not run; the reason is on record.</summary>
    Skipped,
}
