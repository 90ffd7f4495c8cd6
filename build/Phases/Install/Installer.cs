using VmTest.Model;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.Phases.Install;

/// <summary>The install phase of one host, in the way that was asked for.</summary>
public sealed class Installer(RunSession session, DirectInstaller direct, DiskInstaller disk)
{
    /// <exception cref="PhaseFailedException">The host has no disk to start from.</exception>
    public Task<InstalledMachine> InstallAsync(HostRun host, TextWriter log, string logPath, CancellationToken cancellation) =>
        session.Settings.Install == InstallMode.Direct
            ? direct.InstallAsync(host, log, logPath, cancellation)
            : disk.InstallAsync(host, log, logPath, cancellation);
}
