namespace VmTest.Reporting.Model;

public enum HostKind
{
    Server,
    Desktop,
}
