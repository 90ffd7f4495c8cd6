using System.Globalization;
using System.Text;

namespace VmTest.Supervision;

/// <summary>Looks at the processes of this machine as they are, whatever anybody has written down of them.</summary>
internal static class ProcessTable
{
    private static readonly TimeSpan EnvironmentRead = TimeSpan.FromMilliseconds(200);

    /// <summary>All processes that this one can see, the dead that nobody has waited for included.</summary>
    public static IReadOnlyList<ProcessEntry> Read() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(
                Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<ProcessEntry>(),
    ];

    /// <summary>All processes below one, but not those in the trees that are to be left alone.</summary>
    /// <param name="ancestor">The one.</param>
    /// <param name="strangers">Where a tree begins that is left alone.</param>
    public static IReadOnlyList<ProcessEntry> Below(int ancestor, IReadOnlySet<ProcessIdentity> strangers)
    {
        var children = Read().ToLookup(entry => entry.Parent);
        var found = new List<ProcessEntry>();
        var open = new Queue<int>([ancestor]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(child => !strangers.Contains(child.Identity)))
            {
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>
    /// Live processes that belong to a run: they have its mark in the environment they were started with, or, where that was
    /// taken away, its private folders in the environment or as working folder. Builders of Nix keep only the latter.
    /// </summary>
    /// <param name="mark">The entry of the environment.</param>
    /// <param name="folders">Folders that nothing but this run uses.</param>
    public static IReadOnlyList<ProcessEntry> OfRun(string mark, IReadOnlyCollection<string> folders)
    {
        var wanted = Encoding.UTF8.GetBytes(mark);
        var places = folders.Select(Encoding.UTF8.GetBytes).ToList();
        return [.. Read().Where(entry => !entry.IsDead && entry.Id != Environment.ProcessId && Belongs(entry, wanted, folders, places))];
    }

    private static bool Belongs(ProcessEntry entry, byte[] mark, IReadOnlyCollection<string> folders, IReadOnlyList<byte[]> places)
    {
        var environment = EnvironmentOf(entry);
        if (HasEntry(environment, mark))
        {
            return true;
        }

        // A person's shell may stand in such a folder, too.
        return !entry.HasTerminal
            && (places.Any(place => environment.AsSpan().IndexOf(place) >= 0)
                || (folders.Count > 0 && WorkingFolder(entry.Id) is { } working
                && folders.Any(folder => working == folder || working.StartsWith(folder + "/", StringComparison.Ordinal))));
    }

    /// <summary>Whether an environment, as /proc has it, has this very entry.</summary>
    private static bool HasEntry(byte[] environment, ReadOnlySpan<byte> wanted)
    {
        foreach (var range in environment.AsSpan().Split((byte)0))
        {
            if (environment.AsSpan(range).SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The kernel may hold up who reads it, where the process waits for a device with its memory locked.</summary>
    private static byte[] EnvironmentOf(ProcessEntry entry)
    {
        if (entry.State != 'D')
        {
            return Bytes(entry.Id);
        }

        var reading = Task.Run(() => Bytes(entry.Id));
        return reading.Wait(EnvironmentRead) ? reading.Result : [];
    }

    private static byte[] Bytes(int id)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? WorkingFolder(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessEntry? Read(int id)
    {
        const int state = 0, parent = 1, terminal = 4, startTime = 19;
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The second field is the name in parentheses and may itself hold blanks and parentheses.
            var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
            var fields = stat[(close + 2)..].Split(' ');
            var identity = new ProcessIdentity(id, long.Parse(fields[startTime], CultureInfo.InvariantCulture));
            return new ProcessEntry(identity, stat[(open + 1)..close], fields[state][0],
                int.Parse(fields[parent], CultureInfo.InvariantCulture), fields[terminal] != "0");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
