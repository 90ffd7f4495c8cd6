namespace VmTest.Supervision;

/// <summary>Looks at the file systems of this machine.</summary>
internal static class FileSystems
{
    /// <summary>Free bytes where a folder is, or will be made.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(Existing(folder)).AvailableFreeSpace;

    /// <summary>The mount point of the file system on which a folder is, or will be made.</summary>
    public static string MountOf(string folder)
    {
        var path = Existing(folder);
        return DriveInfo.GetDrives().Select(drive => drive.Name)
            .Where(mount => mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal))
            .MaxBy(mount => mount.Length) ?? "/";
    }

    private static string Existing(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return existing;
    }
}
