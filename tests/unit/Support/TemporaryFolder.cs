namespace VmTest.UnitTests.Support;

/// <summary>A private folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    // Short: the paths of sockets below it are limited.
    public string Path { get; } = Directory.CreateTempSubdirectory("vmt-").FullName;

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var path = Below(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
