namespace VmTest.EndToEndTests.Support;

/// <summary>A process of this machine, as proc(5) shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">That of its parent.</param>
/// <param name="State">One letter; D for one that waits where no signal reaches it.</param>
/// <param name="CommandLine">Arguments separated by blanks; empty for one that has ended.</param>
internal sealed record RunningProcess(int Id, int Parent, char State, string CommandLine)
{
    /// <summary>All of them; what ends meanwhile is left out.</summary>
    public static IEnumerable<RunningProcess> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Read(id, folder) : null)
        .OfType<RunningProcess>();

    /// <summary>What a process started, and what that started.</summary>
    public static IEnumerable<RunningProcess> Below(int ancestor)
    {
        var all = All().ToDictionary(process => process.Id);
        return all.Values.Where(process =>
        {
            while (process.Parent != ancestor && all.TryGetValue(process.Parent, out var parent))
            {
                process = parent;
            }

            return process.Parent == ancestor;
        });
    }

    private static RunningProcess? Read(int id, string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            // The name stands in brackets and may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').TrimEnd();
            return new RunningProcess(id, int.Parse(fields[1]), fields[0][0], commandLine);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
