using System.Globalization;

namespace VmTest.Supervision;

/// <summary>
/// A process that cannot be mistaken for a later one with the same number.
/// </summary>
/// <param name="Id">The process ID.</param>
/// <param name="StartTicks">Start time in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)).</param>
public sealed record ProcessIdentity(int Id, long StartTicks)
{
    private const int StartTimeFieldAfterName = 19;
    private const int StateFieldAfterName = 0;
    private const int GroupFieldAfterName = 2;
    private const int UserTimeFieldAfterName = 11;
    private const int SystemTimeFieldAfterName = 12;

    // USER_HZ is 100 on every Linux architecture that is current (time(7)).
    private const int TicksPerSecond = 100;

    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, 0);

    public bool IsAlive => Of(Id) == this;

    /// <summary>Null where there is no such process, or only its zombie.</summary>
    public static ProcessIdentity? Of(int id) => LiveFields(id) is { } fields
        ? new ProcessIdentity(id, Number(fields, StartTimeFieldAfterName))
        : null;

    /// <summary>
    /// Whether a group has a live process. A signal finds zombies too, and a zombie may stay for good: the first process
    /// of a container often waits for nobody.
    /// </summary>
    public static bool IsGroupAlive(int group) =>
        AllIds().Any(id => LiveFields(id) is { } fields && fields[GroupFieldAfterName] == group.ToString(CultureInfo.InvariantCulture));

    /// <summary>Processor time of all its threads; null where it is gone.</summary>
    public TimeSpan? ProcessorTime => LiveFields(Id) is { } fields
        ? TimeSpan.FromSeconds((double)(Number(fields, UserTimeFieldAfterName) + Number(fields, SystemTimeFieldAfterName)) / TicksPerSecond)
        : null;

    private static IEnumerable<int> AllIds() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>The fields of /proc/PID/stat behind the name; null where there is no such process, or only its zombie.</summary>
    private static string[]? LiveFields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The second field is the name in parentheses and may itself hold blanks and parentheses.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateFieldAfterName] is "Z" or "X" ? null : fields;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
}
