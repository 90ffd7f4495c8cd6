namespace VmTest.Reporting.Model;

public enum PhaseStatus
{
    Passed,
    Failed,
    Skipped,
    Cancelled,
}
