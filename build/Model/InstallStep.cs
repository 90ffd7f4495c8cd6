namespace VmTest.Model;

/// <summary>The steps of an installation; a program may take them in another order, and more than once.</summary>
public enum InstallStep
{
    Partition,
    Format,
    Copy,
    BootLoader,
}
