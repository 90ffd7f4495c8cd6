using System.Globalization;
using System.Text;

namespace VmTest.Processes;

/// <summary>
/// A process that cannot be mistaken for a later one with the same number.
/// </summary>
/// <param name="Id">The process ID.</param>
/// <param name="StartTicks">Start time in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)).</param>
public sealed record ProcessIdentity(int Id, long StartTicks)
{
    private const int StartTimeFieldAfterName = 19;
    private const int StateFieldAfterName = 0;
    private const int UserTimeFieldAfterName = 11;
    private const int SystemTimeFieldAfterName = 12;

    // USER_HZ is 100 on every Linux architecture that is current (time(7)).
    private const int TicksPerSecond = 100;

    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, 0);

    public bool IsAlive => Of(Id) == this;

    /// <summary>Null where there is no such process, or only its zombie.</summary>
    public static ProcessIdentity? Of(int id)
    {
        try
        {
            var fields = StatFields(id);
            return fields[StateFieldAfterName] is "Z" or "X" ? null : new ProcessIdentity(id, Number(fields, StartTimeFieldAfterName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Processor time of all its threads; null where it is gone.</summary>
    public TimeSpan? ProcessorTime
    {
        get
        {
            try
            {
                var fields = StatFields(Id);
                return TimeSpan.FromSeconds((double)(Number(fields, UserTimeFieldAfterName) + Number(fields, SystemTimeFieldAfterName)) / TicksPerSecond);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Live processes with the variable in the environment that they were started with.</summary>
    public static IReadOnlyList<ProcessIdentity> WithEnvironment(string name, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"{name}={value}");
        var found = new List<ProcessIdentity>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId && HasEntry(id, wanted) && Of(id) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    private static string[] StatFields(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        // The second field is the name in parentheses and may itself hold blanks and parentheses.
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long Number(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);

    private static bool HasEntry(int id, ReadOnlySpan<byte> wanted)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes($"/proc/{id}/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        foreach (var range in environment.AsSpan().Split((byte)0))
        {
            if (environment.AsSpan(range).SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
