using VmTest.Diagnosis;
using VmTest.Reporting;
using VmTest.Reporting.Model;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Builds a host's system closure and its VM out of the derivations that its evaluation left in the store.</summary>
public sealed class HostBuilder(RunSession session, NixClient nix, FlakeEvaluator source)
{
    /// <exception cref="PhaseFailedException">A derivation fails, or the VM has no run script.</exception>
    public async Task<HostBuild> BuildAsync(HostRun host, HostEvaluation evaluation, TextWriter log, string logPath, CancellationToken cancellation)
    {
        var outcome = await RealiseAsync(host, evaluation, log, logPath, [], cancellation);
        if (!outcome.Succeeded && NixDiagnosis.OfBuild(outcome, source.Source, logPath, host.Name) is var failures && failures.All(failure => NetworkDiagnosis.CacheOf(failure) is not null))
        {
            // With fallback on, Nix 2.8 crashes here, and any version would build from source what a passing fault keeps it from
            // fetching elsewhere. A cache that fails half-way ends the build, though what it has can be built or had from another.
            Warn(host, [.. failures.Select(NetworkDiagnosis.AsWarning)]);
            var others = await new Substituters(nix).WithoutAsync([.. failures.Select(NetworkDiagnosis.CacheOf).OfType<string>()], log, cancellation);
            outcome = await RealiseAsync(host, evaluation, log, logPath, [others], cancellation);
        }
        else if (outcome.Succeeded)
        {
            Warn(host, NetworkDiagnosis.Warnings(outcome));
        }

        return outcome.Succeeded
            ? new HostBuild(evaluation.Toplevel, FindRunScript(evaluation.Vm))
            : throw new PhaseFailedException(NixDiagnosis.OfBuild(outcome, source.Source, logPath, host.Name));
    }

    private async Task<NixOutcome> RealiseAsync(
        HostRun host, HostEvaluation evaluation, TextWriter log, string logPath, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        await log.FlushAsync(cancellation);
        return await nix.RunAsync(
            new NixCall
            {
                Purpose = $"nix build of {host.Name}",
                // Realising derivations needs no second evaluation, and nix-store does it alike in every version.
                Program = "nix-store",
                // What can be built is built: all causes are named at once, and nothing of it has to be done again.
                Arguments = ["--realise", evaluation.ToplevelDrv, evaluation.VmDrv, "--keep-going"],
                Log = log,
                LogLines = LinesOf(Path.Combine(session.Artifacts, logPath)),
                Host = host.Name,
                Settings = settings,
            },
            cancellation);
    }

    private void Warn(HostRun host, IReadOnlyList<Failure> warnings)
    {
        foreach (var warning in warnings)
        {
            session.Warn(warning with { Phase = Phase.Build, Host = host.Name });
        }
    }

    /// <summary>The evaluation has written to the same file.</summary>
    private static long LinesOf(string path) => File.Exists(path) ? File.ReadLines(path).LongCount() : 0;

    /// <summary>The script's name follows the host name, which need not be the name in the flake: there must be exactly one.</summary>
    private string FindRunScript(string vm)
    {
        var folder = Path.Join(nix.Root, vm, "bin");
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
