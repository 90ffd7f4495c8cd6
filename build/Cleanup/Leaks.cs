using VmTest.Processes;

namespace VmTest.Cleanup;

/// <summary>Removes a run's private folder and says what of the run is still there.</summary>
internal static class Leaks
{
    /// <returns>Names of processes, mounts and files that could not be removed.</returns>
    public static IReadOnlyList<string> Remove(string folder, string runId)
    {
        var leaked = new List<string>();
        leaked.AddRange(ProcessIdentity.WithEnvironment(ProcessSupervisor.RunMark, runId).Select(process => $"process {process.Id}"));
        leaked.AddRange(MountsBelow(folder).Select(mount => $"mount {mount}"));
        try
        {
            if (Directory.Exists(folder) && leaked.Count == 0)
            {
                MakeRemovable(folder);
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            leaked.Add($"folder {folder}: {error.Message}");
        }

        return leaked;
    }

    /// <summary>Builders leave folders without write permission, in which nothing can be deleted.</summary>
    private static void MakeRemovable(string folder)
    {
        foreach (var below in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            File.SetUnixFileMode(below, File.GetUnixFileMode(below) | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.UserRead);
        }
    }

    private static IEnumerable<string> MountsBelow(string folder) => File.ReadLines("/proc/self/mounts")
        .Select(line => line.Split(' ')[1])
        .Where(mount => mount.StartsWith(folder + "/", StringComparison.Ordinal));
}
