using System.Text;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Mcp.Runs;

/// <summary>
/// The files of one run. They are opened from the run's folder downwards, name by name, and no link is followed: nothing outside of it
/// can be read, whatever a name is and whatever was put there.
/// </summary>
internal sealed class RunFiles : IDisposable
{
    private const int MostListed = 40;

    private readonly FolderHandle folder;

    private RunFiles(FolderHandle folder, string run, string path)
    {
        this.folder = folder;
        Run = run;
        Path = path;
    }

    /// <summary>The run's ID.</summary>
    public string Run { get; }

    public string Path { get; }

    /// <summary>Null where there is no such run.</summary>
    public static RunFiles? TryOpen(string output, string run)
    {
        var path = System.IO.Path.Combine(output, run);
        return FolderHandle.TryOpen(path) is { } folder ? new RunFiles(folder, run, path) : null;
    }

    /// <summary>The run's report.</summary>
    /// <exception cref="UsageException">It has none yet.</exception>
    public Report ReadReport()
    {
        using var stream = TryOpen(RunPaths.ReportJson)
            ?? throw new UsageException($"The run {Run} has no report yet: it is still running, or was killed.");
        using var reader = new StreamReader(stream);
        return Json.Read<Report>(reader.ReadToEnd()) ?? throw new UsageException($"The report of the run {Run} is empty.");
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="name">Relative to the run's folder, such as <c>web/console.log</c>.</param>
    /// <exception cref="UsageException">There is no such file in it.</exception>
    public Stream Open(string name) => TryOpen(name) ?? throw new UsageException(
        NearestName.Explain($"The run {Run} has no file '{Sanitizer.Line(name, 100)}'.", name, [.. List().Take(MostListed)], string.Empty));

    /// <summary>The names of all files, those about all hosts first.</summary>
    public IReadOnlyList<string> List()
    {
        var names = Names(folder);
        var own = names.Where(name => folder.Look(Encoding.UTF8.GetBytes(name)) is { IsRegular: true });
        var below = names.SelectMany(name =>
        {
            using var host = folder.Look(Encoding.UTF8.GetBytes(name)) is { IsRegular: false, IsLink: false }
                ? folder.TryOpenFolder(Encoding.UTF8.GetBytes(name))
                : null;
            return host is null ? [] : Names(host).Select(file => $"{name}/{file}").ToList();
        });
        return [.. own.Concat(below)];
    }

    public void Dispose() => folder.Dispose();

    private static List<string> Names(FolderHandle folder) =>
    [
        .. folder.Names().Select(name => Encoding.UTF8.GetString(name)).Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal),
    ];

    private FileStream? TryOpen(string name)
    {
        string[] parts = name.Split('/');
        if (parts.Length > 2
            || parts.Any(part => part.Length == 0 || part.StartsWith('.') || part.Contains('\0', StringComparison.Ordinal)))
        {
            return null;
        }

        var file = Encoding.UTF8.GetBytes(parts[^1]);
        if (parts.Length == 1)
        {
            return Stream(folder, file);
        }

        using var host = folder.TryOpenFolder(Encoding.UTF8.GetBytes(parts[0]));
        return host is null ? null : Stream(host, file);
    }

    private static FileStream? Stream(FolderHandle from, byte[] file) =>
        from.TryOpenFile(file, write: false) is { } handle ? new FileStream(handle, FileAccess.Read) : null;
}
