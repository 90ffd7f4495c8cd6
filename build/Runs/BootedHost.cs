using VmTest.Guest;
using VmTest.Model;
using VmTest.Qemu;

namespace VmTest.Runs;

/// <summary>A host whose VM runs and is ready. Disposing of it ends the VM.</summary>
/// <param name="host">The host.</param>
/// <param name="vm">Its running VM.</param>
/// <param name="recorder">What is known of its boot.</param>
/// <param name="observed">The report of the boot so far.</param>
/// <param name="closeLogs">Closes the logs, once nothing is read any more.</param>
public sealed class BootedHost(InstalledHost host, Vm vm, GuestRecorder recorder, BootReport observed, Action closeLogs) : IAsyncDisposable
{
    public InstalledHost Host { get; } = host;

    public Vm Vm { get; } = vm;

    public GuestRecorder Recorder { get; } = recorder;

    public BootReport Observed { get; } = observed;

    public async ValueTask DisposeAsync()
    {
        await Vm.DisposeAsync();
        await Recorder.DisposeAsync();
        closeLogs();
    }
}
