using VmTest.Model;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.Phases.Install;

/// <summary>The install phase of one host, by the strategy that was asked for.</summary>
public sealed class InstallPhase(RunRequest request, DirectInstaller direct, DiskInstaller disk) : IPhase<BuiltHost, InstalledHost>
{
    /// <inheritdoc/>
    public async Task<InstalledHost> RunAsync(BuiltHost host, PhaseLog log, CancellationToken cancellation) =>
        new(host, request.Install == InstallMode.Direct
        ? await direct.InstallAsync(host, log, cancellation)
        : await disk.InstallAsync(host, log, cancellation));
}
