using VmTest.Supervision;

namespace VmTest.CommandLine;

/// <summary>Looks whether runs can be put where <c>--output</c> says, before anything is started.</summary>
internal static class OutputFolder
{
    /// <param name="path">Absolute.</param>
    /// <exception cref="UsageException">It can neither be used nor made; the message says why.</exception>
    public static void Check(string path)
    {
        var nearest = path;
        int error;
        while ((error = PathAccess.Find(nearest)) is PathAccess.NotThere or PathAccess.NoFolder or PathAccess.LinkLoop
            && new FileInfo(nearest).LinkTarget is null && Path.GetDirectoryName(nearest) is { } parent)
        {
            nearest = parent;
        }

        if (Reason(nearest, error) is { } reason)
        {
            throw new UsageException(
                $"--output={path} cannot be used: {reason}. Name a folder that can be written to, or one that can be made.");
        }
    }

    /// <param name="path">What is there of the path, or what keeps it from being there.</param>
    /// <param name="error">Why it is not; 0 where it is.</param>
    private static string? Reason(string path, int error) => error switch
    {
        PathAccess.LinkLoop => $"'{path}' is a link that leads back to itself",
        PathAccess.NotThere => $"'{path}' is a link to '{new FileInfo(path).LinkTarget}', which does not exist",
        0 when !Directory.Exists(path) => $"'{path}' is a file and no folder",
        0 => PathAccess.FillFolder(path) is not 0 and var refused
            ? $"nothing can be written to '{path}' ({PathAccess.Message(refused)})"
            : null,
        _ => $"'{path}' cannot be reached ({PathAccess.Message(error)})",
    };
}
