namespace VmTest.Model;

/// <param name="Name"><c>kvm</c> or <c>tcg</c>, QEMU's own names, or <c>none</c> where no VM is started.</param>
/// <param name="Reason">Why that one, for the report.</param>
public sealed record AcceleratorChoice(string Name, string Reason)
{
    public const string Kvm = "kvm";
    public const string Tcg = "tcg";
    public const string None = "none";

    public bool IsEmulation => Name == Tcg;
}
