namespace VmTest.Model;

/// <summary>Whose fault it is: what has to change to make the failure go away.</summary>
public enum FailureOrigin
{
    Configuration,
    Environment,
    Tool,
}
