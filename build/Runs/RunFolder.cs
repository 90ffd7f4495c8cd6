using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>The folder of one run's report and logs.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="record">Gets to know every file of a host.</param>
public sealed class RunFolder(string path, RunRecord record)
{
    public string Path { get; } = path;

    public string ReportPath => System.IO.Path.Combine(Path, RunPaths.ReportJson);

    /// <summary>The path of a host's file, announced to the report.</summary>
    public string HostFile(SelectedHost host, string fileName)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, host.Folder)).FullName;
        var name = System.IO.Path.GetFileNameWithoutExtension(fileName);
        if (!record.Snapshot().OfType<ArtifactWritten>().Any(entry => entry.Host == host.Name && entry.Name == name))
        {
            record.Write(new ArtifactWritten(host.Name, name, RelativePath(host, fileName)));
        }

        return System.IO.Path.Combine(folder, fileName);
    }

    /// <summary>Relative to the report.</summary>
    public static string RelativePath(SelectedHost host, string fileName) => $"{host.Folder}/{fileName}";
}
