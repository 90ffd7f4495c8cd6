namespace VmTest.Model;

public enum PhaseStatus
{
    Passed,
    Failed,
    Skipped,
    Cancelled,
}
