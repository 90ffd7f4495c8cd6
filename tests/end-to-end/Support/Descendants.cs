namespace VmTest.EndToEndTests.Support;

/// <summary>The programs that a process started, and those that they started.</summary>
internal static class Descendants
{
    /// <returns>The command lines, arguments separated by spaces; what ends meanwhile is left out.</returns>
    public static IReadOnlyList<string> CommandLinesOf(int process)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Read($"{folder}/stat") is { Length: > 0 } line)
            {
                // proc(5): the name stands in brackets and may hold anything; the parent is the second field after it.
                parents[id] = int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1]);
            }
        }

        return [.. parents.Keys.Where(id => DescendsFrom(id, process, parents)).Select(CommandLine).Where(text => text.Length > 0)];
    }

    private static bool DescendsFrom(int id, int ancestor, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(id, out var parent))
        {
            if (parent == ancestor)
            {
                return true;
            }

            id = parent;
        }

        return false;
    }

    private static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ').TrimEnd();

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty;
        }
        catch (UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
