using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Phases.Build;

/// <summary>
/// The build phase: each host's system closure, and for a direct boot its VM, out of the derivations that its evaluation
/// left in the store.
/// </summary>
public sealed class BuildPhase(NixClient nix, RunDirectory directory, RunRecord record, IRunLog console) : IPhase<EvaluatedHost, BuiltHost>
{
    /// <inheritdoc/>
    public async Task<BuiltHost> RunAsync(EvaluatedHost host, PhaseLog log, CancellationToken cancellation)
    {
        var outcome = await RealiseAsync(host, log, [], cancellation);
        if (outcome.Crashed)
        {
            // Nix 2.8 now and then dies of a cache that fails, before it has said which: that is neither the network's answer
            // nor the configuration's, and what was built until then is there.
            console.Say($"Nix itself crashed (exit code {outcome.ExitCode}); asking it once more", host.Name);
            outcome = await RealiseAsync(host, log, [], cancellation);
        }

        if (!outcome.Succeeded && Explain(outcome, host, log) is var findings
            && findings.All(finding => NetworkDiagnosis.CacheOf(finding) is not null))
        {
            // With fallback on, Nix 2.8 crashes here, and any version would build from source what a passing fault keeps it from
            // fetching elsewhere. A cache that fails half-way ends the build, though what it has can be built or had from another.
            Warn(host, [.. findings.Select(NetworkDiagnosis.AsWarning)]);
            var others = await new Substituters(nix)
                .WithoutAsync([.. findings.Select(NetworkDiagnosis.CacheOf).OfType<string>()], log, cancellation);
            outcome = await RealiseAsync(host, log, [others], cancellation);
        }
        else if (outcome.Succeeded)
        {
            Warn(host, NetworkDiagnosis.Warnings(outcome));
        }

        return outcome.Succeeded
            ? new BuiltHost(host, host.Evaluation.Vm is { } vm ? RunScripts.Find(nix.Root, vm, FailureCodes.BuildOther) : null)
            : throw new PhaseFailedException(Explain(outcome, host, log));
    }

    private static IReadOnlyList<Finding> Explain(NixOutcome outcome, EvaluatedHost host, PhaseLog log) =>
        NixDiagnosis.OfBuild(outcome, host.Flake.Source, log.Path);

    private Task<NixOutcome> RealiseAsync(
        EvaluatedHost host, PhaseLog log, IReadOnlyList<string> settings, CancellationToken cancellation) =>
        nix.RunAsync(
        new NixCall
        {
            Purpose = $"nix build of {host.Name}",
            // Realising derivations needs no second evaluation.
            Program = NixCall.Store,
            // What can be built is built: all causes are named at once, and nothing of it has to be done again.
            Arguments = [
                "--realise", .. Derivations(host.Evaluation), "--keep-going", .. StoreRoots.For(directory, $"{host.Folder}-build")],
            Log = log,
            Settings = settings,
        },
        cancellation);

    /// <summary>The disk itself is not among them: what fails in it fails in the install phase.</summary>
    private static IEnumerable<string> Derivations(HostEvaluation evaluation) =>
        new[] { evaluation.ToplevelDrv, evaluation.VmDrv, evaluation.Disk?.ClosureDrv }.OfType<string>().Distinct(StringComparer.Ordinal);

    private void Warn(EvaluatedHost host, IReadOnlyList<Finding> warnings)
    {
        foreach (var warning in warnings)
        {
            record.Warn(warning, Phase.Build, host.Name);
        }
    }
}
