namespace VmTest.Supervision;

/// <summary>Removes a run's folders and says what of the run is still there.</summary>
internal static class Leaks
{
    /// <returns>Names of processes, mounts and files that could not be removed.</returns>
    public static IReadOnlyList<string> Remove(IEnumerable<string> folders, string runId)
    {
        var leaked = new List<string>();
        leaked.AddRange(ProcessIdentity.WithEnvironment(ProcessSupervisor.RunMark, runId).Select(process => $"process {process.Id}"));
        foreach (var folder in folders)
        {
            var mounts = MountsBelow(folder).Select(mount => $"mount {mount}").ToList();
            leaked.AddRange(mounts);
            if (leaked.Count == 0 && Remove(folder) is { } reason)
            {
                leaked.Add($"folder {folder}: {reason}");
            }
        }

        return leaked;
    }

    /// <returns>Why it could not be removed; null where it is gone.</returns>
    private static string? Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                MakeRemovable(folder);
                Directory.Delete(folder, recursive: true);
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
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
