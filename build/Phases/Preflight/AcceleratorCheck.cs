using VmTest.Model;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Preflight;

/// <summary>Decides what runs the guests, and says why it cannot be what was asked for.</summary>
public sealed class AcceleratorCheck(RunRequest request, KvmTrial trial, ProcessSupervisor supervisor)
{
    private const string AllowRule = "KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0666\", OPTIONS+=\"static_node=kvm\"";

    /// <exception cref="PhaseFailedException">KVM was asked for and does not run a guest.</exception>
    public async Task<AcceleratorChoice> ChooseAsync(CancellationToken cancellation)
    {
        if (!request.NeedsVm)
        {
            return new AcceleratorChoice(AcceleratorChoice.None, $"--target={request.Target} starts no VM");
        }

        if (request.Accelerator == Accelerator.Tcg)
        {
            return new AcceleratorChoice(AcceleratorChoice.Tcg, "asked for with --accel=tcg");
        }

        var verdict = await trial.RunAsync(cancellation);
        if (verdict.State == KvmState.Usable)
        {
            return new AcceleratorChoice(AcceleratorChoice.Kvm, verdict.Detail);
        }

        return request.Accelerator == Accelerator.Auto
            ? new AcceleratorChoice(AcceleratorChoice.Tcg, $"--accel=auto, and KVM is {EnumText.Lower(verdict.State)}: {verdict.Detail}")
            : throw new PhaseFailedException(await ExplainAsync(verdict, cancellation));
    }

    private async Task<Finding> ExplainAsync(KvmVerdict verdict, CancellationToken cancellation)
    {
        var failure = new Finding
        {
            Code = FailureCodes.KvmUnusable,
            Origin = FailureOrigin.Environment,
            Message = $"KVM cannot run guests on this machine: {KvmTrial.Device} opens, but {verdict.Detail}.",
            Subject = new Subject(SubjectKind.Device, KvmTrial.Device),
            Hint = "Run on a machine whose KVM works (bare metal, or nested virtualisation turned on), or accept software emulation, "
                + "many times slower, with --accel=tcg.",
        };
        return verdict.State switch
        {
            KvmState.Missing => failure with
            {
                Code = FailureCodes.KvmMissing,
                Message = $"This machine has no KVM: {KvmTrial.Device} does not exist.",
                Hint = "Turn on virtualisation in the firmware and load the module kvm_intel or kvm_amd (in a VM: turn on nested "
                    + "virtualisation; in a container: pass the device with --device /dev/kvm), or accept software emulation with "
                    + "--accel=tcg.",
            },
            KvmState.Denied => failure with
            {
                Code = FailureCodes.KvmDenied,
                Message = $"The user {Environment.UserName} may not open {KvmTrial.Device}, which belongs to "
                    + $"{await OwnerAsync(cancellation)}.",
                Hint = $"Add the user to the group kvm (sudo usermod -aG kvm {Environment.UserName}, then log in again), or put the "
                    + $"line {AllowRule} into /etc/udev/rules.d/99-kvm4all.rules and run: sudo udevadm control --reload-rules && sudo "
                    + "udevadm trigger --name-match=kvm; or accept software emulation, many times slower, with --accel=tcg.",
            },
            _ => failure,
        };
    }

    private async Task<string> OwnerAsync(CancellationToken cancellation)
    {
        var spec = new ProcessSpec
        {
            Purpose = "owner of the KVM device",
            FileName = "stat",
            Arguments = ["-c", "%U:%G with mode %a", KvmTrial.Device]
        };
        var result = await supervisor.RunAsync(spec, cancellation);
        return result.Succeeded ? result.Output.Trim() : "another user";
    }
}
