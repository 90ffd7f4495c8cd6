namespace VmTest.Model;

public enum HostKind
{
    Server,
    Desktop,
}
