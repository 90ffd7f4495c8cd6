namespace VmTest.UnitTests.Support;

/// <summary>
/// Small programs that are found before this machine's own. It changes PATH of the whole process: a fixture that uses it is
/// not parallel to anything.
/// </summary>
internal sealed class ProgramFolder : IDisposable
{
    private const string Path = "PATH";
    private const string SystemPrograms = "/usr/bin:/bin";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string? before = Environment.GetEnvironmentVariable(Path);
    private readonly TemporaryFolder folder = new();

    public ProgramFolder() => Environment.SetEnvironmentVariable(Path, $"{folder.Path}:{SystemPrograms}");

    /// <summary>Makes a program out of lines of sh.</summary>
    public string Add(string name, params string[] lines)
    {
        var path = folder.Write(name, string.Join('\n', ["#!/bin/sh", .. lines, string.Empty]));
        File.SetUnixFileMode(path, Executable);
        return path;
    }

    /// <summary>From now on, of the system's programs only these are found.</summary>
    public void HideOthers(params string[] names)
    {
        foreach (var name in names)
        {
            File.CreateSymbolicLink(folder.Below(name), $"/usr/bin/{name}");
        }

        Environment.SetEnvironmentVariable(Path, folder.Path);
    }

    public string Below(string name) => folder.Below(name);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Path, before);
        folder.Dispose();
    }
}
