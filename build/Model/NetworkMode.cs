namespace VmTest.Model;

/// <summary>What the guest can reach.</summary>
public enum NetworkMode
{
    None,
    User,
}
