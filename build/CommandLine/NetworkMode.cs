namespace VmTest.CommandLine;

/// <summary>What the guest can reach.</summary>
public enum NetworkMode
{
    None,
    User,
}
