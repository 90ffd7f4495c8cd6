using VmTest.Record;
using VmTest.Runs;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>The build phase of a case with file systems that are soon full over the folders in which builders work.</summary>
internal sealed class SmallDiskPhase(
    IPhase<EvaluatedHost, BuiltHost> build, string size, IReadOnlyList<string> folders) : IPhase<EvaluatedHost, BuiltHost>
{
    public async Task<BuiltHost> RunAsync(EvaluatedHost host, PhaseLog log, CancellationToken cancellation)
    {
        var disks = folders.Select(folder => SmallDisk.Mount(size, Directory.CreateDirectory(folder).FullName)).ToList();
        try
        {
            return await build.RunAsync(host, log, cancellation);
        }
        finally
        {
            disks.ForEach(disk => disk?.Dispose());
        }
    }
}
