using VmTest.Diagnosis;
using VmTest.Reporting;
using VmTest.Reporting.Model;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Builds a host's system closure and its VM out of the derivations that its evaluation left in the store.</summary>
public sealed class HostBuilder(RunSession session, NixClient nix)
{
    /// <exception cref="PhaseFailedException">A derivation fails, or the VM has no run script.</exception>
    public async Task<HostBuild> BuildAsync(HostRun host, HostEvaluation evaluation, TextWriter log, string logPath, CancellationToken cancellation)
    {
        // Realising derivations needs no second evaluation, and nix-store does it alike in every version.
        var outcome = await nix.RunAsync(
            $"nix build of {host.Name}", "nix-store", ["--realise", evaluation.ToplevelDrv, evaluation.VmDrv], log, null,
            text => session.Console.Say(text, host.Name), cancellation);
        return outcome.Succeeded
            ? new HostBuild(evaluation.Toplevel, FindRunScript(evaluation.Vm))
            : throw new PhaseFailedException(NixDiagnosis.OfBuild(outcome, session.Flake, logPath));
    }

    /// <summary>The script's name follows the host name, which need not be the name in the flake: there must be exactly one.</summary>
    private static string FindRunScript(string vm)
    {
        var folder = Path.Combine(vm, "bin");
        var scripts = Directory.Exists(folder) ? Directory.GetFiles(folder, "run-*-vm") : [];
        return scripts.Length == 1
            ? scripts[0]
            : throw new PhaseFailedException(new Failure
            {
                Code = FailureCodes.BuildOther,
                Origin = FailureOrigin.Configuration,
                Message = $"The VM '{vm}' has {scripts.Length} scripts bin/run-*-vm, but needs exactly one.",
                Subject = new Subject(SubjectKind.Derivation, StorePath.NameOf(vm)),
                Hint = "config.system.build.vm must be a VM as NixOS builds it.",
            });
    }
}
