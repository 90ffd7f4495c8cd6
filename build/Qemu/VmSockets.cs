namespace VmTest.Qemu;

/// <summary>The paths of one machine's sockets. QEMU connects to them at its start, so nothing that it sends is lost.</summary>
/// <param name="Qmp">Control.</param>
/// <param name="Console">The first serial line.</param>
/// <param name="State">The probe's word on the system's state.</param>
/// <param name="Answers">The probe's answers to requests.</param>
/// <param name="Journal">The guest's journal.</param>
public sealed record VmSockets(string Qmp, string Console, string State, string Answers, string Journal)
{
    /// <param name="folder">The private folder for sockets.</param>
    /// <param name="index">The host's number; paths are short, for a socket's path is limited.</param>
    public static VmSockets In(string folder, int index) => new(
        Path.Combine(folder, $"{index}q"),
        Path.Combine(folder, $"{index}c"),
        Path.Combine(folder, $"{index}s"),
        Path.Combine(folder, $"{index}a"),
        Path.Combine(folder, $"{index}j"));
}
