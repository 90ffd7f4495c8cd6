namespace VmTest.Supervision;

/// <summary>The folder for temporary files, as TMPDIR names it.</summary>
internal static class TemporaryPlace
{
    private const UnixFileMode ForEverybody = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] Common = ["/tmp", "/var/tmp"];

    /// <summary>Absolute, also where TMPDIR is not: the programs that are started have working folders of their own.</summary>
    public static string Path => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(System.IO.Path.GetTempPath()));

    /// <summary>
    /// The folders that every user can enter and read with all their parents; the preferred one first. Where there is none,
    /// the temporary folder as it is.
    /// </summary>
    public static IReadOnlyList<string> OpenToAll() =>
        Common.Prepend(Path).Distinct(StringComparer.Ordinal).Where(Directory.Exists).Where(IsOpenToAll).ToList() is { Count: > 0 } found
            ? found
            : [Path];

    private static bool IsOpenToAll(string folder)
    {
        for (var each = new DirectoryInfo(folder); each is not null; each = each.Parent)
        {
            if ((each.UnixFileMode & ForEverybody) != ForEverybody)
            {
                return false;
            }
        }

        return true;
    }
}
