namespace VmTest.Model;

public enum SubjectKind
{
    Option,
    Attribute,
    Package,
    Derivation,
    File,
    Unit,
    Url,
    Device,
    Host,
    Tool,
    Process,
    Assertion,
}
