namespace VmTest.Qemu;

/// <summary>QEMU ended, or did not connect, before the machine ran.</summary>
public sealed class VmStartException(string message, IReadOnlyList<string> output) : Exception(message)
{
    /// <summary>What QEMU and the script said.</summary>
    public IReadOnlyList<string> Output { get; } = output;
}
