using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.Memory;

/// <summary>The units of a finished boot, out of the list that the run keeps of them.</summary>
internal static class UnitReader
{
    /// <summary>A guest decides how many units there are.</summary>
    private const int MostUnits = 3000;

    private const int LongestName = 256;

    // Devices, sessions and what is made for one of them come and go with the machine, and say nothing of a configuration.
    private static readonly string[] Kinds = [".service", ".socket", ".timer", ".path", ".mount", ".target", ".swap", ".automount"];

    /// <param name="path">The list, as <c>systemctl show</c> has it; it need not exist.</param>
    public static IReadOnlyList<RecordedUnit> Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? [.. JArray.Parse(File.ReadAllText(path)).OfType<JObject>().Select(Parse).OfType<RecordedUnit>().Take(MostUnits)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private static RecordedUnit? Parse(JObject unit)
    {
        var name = Text(unit, "Id");
        var started = Milliseconds(unit, "InactiveExitTimestampMonotonic");
        var ended = Milliseconds(unit, "ActiveEnterTimestampMonotonic") is { } active && active >= started
            ? active
            : Milliseconds(unit, "InactiveEnterTimestampMonotonic");
        return name is { Length: > 0 and <= LongestName } && Kinds.Any(kind => name.EndsWith(kind, StringComparison.Ordinal))
            && !name.StartsWith("user-runtime-dir@", StringComparison.Ordinal) && Text(unit, "LoadState") == "loaded"
            ? new RecordedUnit(name, Text(unit, "ActiveState"), started, ended >= started ? ended - started : null)
            : null;
    }

    private static string Text(JObject unit, string name) => unit[name] is JValue { Value: string text } ? text : string.Empty;

    private static long? Milliseconds(JObject unit, string name)
    {
        const int perMillisecond = 1000;
        return long.TryParse(Text(unit, name), out var microseconds) && microseconds > 0 ? microseconds / perMillisecond : null;
    }
}
