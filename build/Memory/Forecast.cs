using VmTest.Model;
using VmTest.Text;

namespace VmTest.Memory;

/// <summary>How long the phases of a host usually take.</summary>
internal static class Forecast
{
    /// <summary>Shorter phases are not worth a word.</summary>
    private const long WorthSayingMs = 1000;

    /// <param name="comparable">Green records of equal conditions.</param>
    /// <returns>Medians in milliseconds.</returns>
    public static IReadOnlyDictionary<Phase, long> Of(IReadOnlyList<HostRecord> comparable) => comparable
        .SelectMany(record => record.Phases)
        .Where(phase => phase is { Status: PhaseStatus.Passed, DurationMs: >= 0 })
        .GroupBy(phase => phase.Name)
        .ToDictionary(group => group.Key, group => Measure.Of(group.Select(phase => phase.DurationMs!.Value))!.Value.Median);

    /// <summary>What is still to come, in words; null where nothing is known of it.</summary>
    public static string? Text(IReadOnlyDictionary<Phase, long> usual, IEnumerable<Phase> asked, int records)
    {
        var coming = asked.Where(phase => phase > Phase.Evaluate && usual.GetValueOrDefault(phase) >= WorthSayingMs)
            .Select(phase => $"{EnumText.Lower(phase)} {Duration.Text(usual[phase])}").ToList();
        return coming.Count == 0 ? null
            : $"{string.Join(", ", coming)}, as in the last {(records == 1 ? "run" : $"{records} runs")}";
    }
}
