using VmTest.Diagnosis;
using VmTest.Reporting;
using VmTest.Reporting.Model;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Builds a host's system closure, and for a direct boot its VM, out of the derivations that its evaluation left in the store.</summary>
public sealed class HostBuilder(RunSession session, NixClient nix, FlakeEvaluator source)
{
    /// <exception cref="PhaseFailedException">A derivation fails, or the VM has no run script.</exception>
    public async Task<HostBuild> BuildAsync(HostRun host, HostEvaluation evaluation, TextWriter log, string logPath, CancellationToken cancellation)
    {
        var outcome = await RealiseAsync(host, evaluation, log, logPath, [], cancellation);
        if (outcome.Crashed)
        {
            // Nix 2.8 now and then dies of a cache that fails, before it has said which: that is neither the network's answer
            // nor the configuration's, and what was built until then is there.
            session.Console.Say($"Nix itself crashed (exit code {outcome.ExitCode}); asking it once more", host.Name);
            outcome = await RealiseAsync(host, evaluation, log, logPath, [], cancellation);
        }

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
            ? new HostBuild(evaluation.Toplevel, evaluation.Vm is { } vm ? RunScripts.Find(nix.Root, vm, FailureCodes.BuildOther) : null)
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
                // Realising derivations needs no second evaluation.
                Program = NixCall.Store,
                // What can be built is built: all causes are named at once, and nothing of it has to be done again.
                Arguments = ["--realise", .. Derivations(evaluation), "--keep-going", .. StoreRoots.For(session, $"{host.Folder}-build")],
                Log = log,
                LogLines = LinesOf(Path.Combine(session.Artifacts, logPath)),
                Host = host.Name,
                Settings = settings,
            },
            cancellation);
    }

    /// <summary>The disk itself is not among them: what fails in it fails in the install phase.</summary>
    private static IEnumerable<string> Derivations(HostEvaluation evaluation) =>
        new[] { evaluation.ToplevelDrv, evaluation.VmDrv, evaluation.Disk?.ClosureDrv }.OfType<string>().Distinct(StringComparer.Ordinal);

    private void Warn(HostRun host, IReadOnlyList<Failure> warnings)
    {
        foreach (var warning in warnings)
        {
            session.Warn(warning with { Phase = Phase.Build, Host = host.Name });
        }
    }

    /// <summary>The evaluation has written to the same file.</summary>
    internal static long LinesOf(string path) => File.Exists(path) ? File.ReadLines(path).LongCount() : 0;
}
