namespace VmTest.Model;

public enum RunStatus
{
    Success,
    Failure,
    Cancelled,
}
