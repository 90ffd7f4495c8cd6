using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Qemu;

/// <summary>Starts VMs.</summary>
public sealed class VmLauncher(ProcessSupervisor supervisor, RunDirectory directory, TimeProvider time)
{
    /// <summary>Starts a VM's script and waits until QEMU has connected to every socket.</summary>
    /// <param name="installed">Its script and files.</param>
    /// <param name="plan">What is added.</param>
    /// <param name="onEvent">Gets QEMU's events, from the first.</param>
    /// <param name="onOutput">Gets what QEMU and the script print.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="VmStartException">QEMU did not come up.</exception>
    public async Task<Vm> StartAsync(
        VmProgram installed, VmPlan plan, Action<VmEvent> onEvent, Action<string> onOutput, CancellationToken cancellation)
    {
        var vm = new Vm();
        try
        {
            var sockets = VmSockets.In(directory.MakeFolder(RunPaths.Sockets), plan.Index);
            await vm.BringUpAsync(supervisor, directory.Ledger, time, sockets, installed, plan, onEvent, onOutput, cancellation);
            return vm;
        }
        catch
        {
            await vm.DisposeAsync();
            throw;
        }
    }
}
