using System.Diagnostics.CodeAnalysis;

namespace VmTest.Supervision;

/// <summary>
/// The folder that holds the private folders of this user's runs. It lies where everybody may write: only a real folder
/// of this user that nobody else can enter is one, and what is in any other is not even read.
/// </summary>
internal sealed class RunRoot : IDisposable
{
    /// <summary>The longest name of ours below a run's folder: <c>/s/99q</c>, and room for what is to come.</summary>
    private const int LongestSocketName = 32;

    private RunRoot(string path, FolderHandle folder)
    {
        Path = path;
        Folder = folder;
    }

    public string Path { get; }

    public FolderHandle Folder { get; }

    /// <summary>The folders that may hold runs of this user, the preferred one first.</summary>
    public static IReadOnlyList<string> Candidates()
    {
        var name = $"vmtest-{NativeMethods.GetUserId()}";
        var standard = System.IO.Path.Combine("/tmp", name);
        var preferred = System.IO.Path.Combine(TemporaryPlace.Path, name);
        var tooLong = preferred.Length + RunNames.IdLength + LongestSocketName > RunDirectory.SocketPathBytes;
        return tooLong || preferred == standard ? [standard] : [preferred, standard];
    }

    /// <param name="path">A candidate.</param>
    /// <param name="refusal">Why it cannot be trusted; null where it can, or where there is nothing.</param>
    /// <returns>Null where there is none that can be trusted.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    public static RunRoot? TryOpen(string path, out string? refusal)
    {
        refusal = null;
        var folder = FolderHandle.TryOpen(path);
        if (folder is null)
        {
            // A link that leads nowhere is something, too.
            refusal = new FileInfo(path) is { Exists: false, LinkTarget: null } && !Directory.Exists(path)
                ? null
                : $"'{path}' is no folder, or a link to one";
            return null;
        }

        refusal = RunFolderCheck.Refusal(folder, path);
        if (refusal is not null)
        {
            folder.Dispose();
            return null;
        }

        return new RunRoot(path, folder);
    }

    /// <summary>Makes it where it is missing.</summary>
    /// <exception cref="TemporaryFolderException">There is no place for it.</exception>
    public static RunRoot Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TemporaryFolderException(System.IO.Path.GetDirectoryName(path)!, error.Message, error);
        }

        return TryOpen(path, out var refusal) ?? throw new TemporaryFolderException(
            path, $"{refusal ?? "it cannot be opened"}: remove it, if it is yours", null);
    }

    public void Dispose() => Folder.Dispose();
}
