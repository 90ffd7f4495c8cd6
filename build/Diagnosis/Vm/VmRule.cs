using System.Text.RegularExpressions;

namespace VmTest.Diagnosis.Vm;

/// <summary>
/// One way in which a unit fails only because a VM lacks something. The texts may hold <c>{what}</c>, a group of the
/// pattern, and <c>{unit}</c>, the pattern of units to allow.
/// </summary>
/// <param name="Topic">What the VM lacks.</param>
/// <param name="Units">Patterns of the units that it is about; <c>*</c> stands for every unit.</param>
/// <param name="Lines">Matches one line of those that the unit and systemd said last.</param>
/// <param name="Lack">What the VM lacks, as a part of a sentence.</param>
/// <param name="Option">What to set for the VM alone; null where no option helps.</param>
internal sealed record VmRule(VmTopic Topic, IReadOnlyList<string> Units, Regex Lines, string Lack, string? Option)
{
    // The text is anybody's: no pattern of this kind takes more than linear time.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    public VmRule(VmTopic topic, string units, string lines, string lack, string? option = null)
        : this(topic, units.Split(' '), new Regex(lines, Options), lack, option)
    {
    }
}
