using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;

namespace VmTest.Guest;

/// <summary>All that is known of one machine's boot.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Console">The serial line.</param>
/// <param name="Clues">Lines of it that may name a cause.</param>
/// <param name="Milestones">The stages that the boot has reached.</param>
/// <param name="Probe">The probe's words.</param>
/// <param name="Journal">The guest's journal.</param>
/// <param name="ConsoleLog">The console's log, relative to the report.</param>
public sealed record BootEvidence(
    string Host, ConsoleRecord Console, BootClues Clues, Milestones Milestones, ProbeRecord Probe, GuestJournal Journal, string ConsoleLog)
{
    /// <summary>The units that failed and may, by the settings of the host; known with the verdict.</summary>
    public IReadOnlyList<string> Allowed { get; set; } = [];
}
