namespace VmTest.Reporting.Model;

public enum RunStatus
{
    Success,
    Failure,
    Cancelled,
}
