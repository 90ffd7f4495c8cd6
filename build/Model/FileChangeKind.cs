namespace VmTest.Model;

public enum FileChangeKind
{
    Changed,
    Added,
    Removed,
}
