namespace VmTest.Supervision;

/// <summary>What a run makes outside its artifacts.</summary>
public enum ResourceKind
{
    Process,
    File,
    Socket,
}
