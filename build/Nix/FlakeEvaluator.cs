using Newtonsoft.Json.Linq;
using VmTest.CommandLine;
using VmTest.Diagnosis;
using VmTest.Install;
using VmTest.Reporting;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Locks the flake, lists its hosts, and evaluates each.</summary>
public sealed class FlakeEvaluator(RunSession session, NixClient nix)
{
    private const string HostsAttribute = "nixosConfigurations";
    private const string NotAUrl = "is not a valid URL";

    // A test looks; it changes nothing in the flake.
    private const string LeaveLockFile = "--no-write-lock-file";

    private FlakeReference? reference;
    private FlakeSource? source;

    /// <summary>The files of the flake under test.</summary>
    public FlakeSource Source => source ??= new FlakeSource(session.Flake);

    private string[] MetadataArguments => ["flake", "metadata", "--json", Reference.Text];

    /// <summary>Resolves and locks the flake: its inputs are fetched here, and a failed fetch ends here.</summary>
    /// <exception cref="PhaseFailedException">The flake is missing, cannot be fetched, or does not lock.</exception>
    public async Task ResolveAsync(TextWriter log, CancellationToken cancellation)
    {
        reference = FlakeReference.Of(session.Flake);
        source = new FlakeSource(session.Flake);
        var outcome = await CallAsync("nix flake metadata", MetadataArguments, log, cancellation);
        if (!outcome.Succeeded && reference.Folder is not null && outcome.Log.Messages.Any(message => message.Text.Contains(NotAUrl, StringComparison.Ordinal)))
        {
            reference = reference.AsPlainFolder();
            session.Warn(new Failure
            {
                Code = FailureCodes.EvaluationOther,
                Phase = Phase.Evaluate,
                Origin = FailureOrigin.Environment,
                Message = $"This Nix cannot name the Git repository '{session.Flake}' because of a character in its path; the folder is tested as it is, files that Git does not track included.",
            });
            outcome = await CallAsync("nix flake metadata", MetadataArguments, log, cancellation);
        }

        await DemandAsync(outcome, MetadataArguments, log, cancellation);

        var metadata = NixAnswer.Parse("nix flake metadata", outcome.Output, JObject.Parse);
        source.Learn(metadata["path"]?.Value<string>(), metadata["resolved"]?["dir"]?.Value<string>());
        session.Events.Write(new FlakeResolved(ReadFacts(metadata)));
    }

    /// <summary>The hosts of the flake, sorted.</summary>
    /// <exception cref="PhaseFailedException">The flake's outputs do not evaluate, or it has no hosts.</exception>
    public async Task<IReadOnlyList<string>> ListHostsAsync(TextWriter log, CancellationToken cancellation)
    {
        string[] arguments = ["eval", "--json", Reference.Attribute(HostsAttribute), "--apply", "builtins.attrNames"];
        var outcome = await CallAsync("nix eval of the hosts' names", arguments, log, cancellation);
        await DemandAsync(outcome, arguments, log, cancellation);
        return NixAnswer.Parse("the question for the hosts' names", outcome.Output, JArray.Parse).Values<string>().OfType<string>().Order(StringComparer.Ordinal).ToList() is { Count: > 0 } hosts
            ? hosts
            : throw new PhaseFailedException(new Failure
            {
                Code = FailureCodes.MissingAttribute,
                Origin = FailureOrigin.Configuration,
                Message = $"The flake has no hosts: its {HostsAttribute} is empty.",
                Subject = new Subject(SubjectKind.Attribute, HostsAttribute),
                Location = new SourceLocation("flake.nix"),
                Hint = $"Add a host to {HostsAttribute} in flake.nix.",
            });
    }

    /// <summary>The hosts that were asked for, or all.</summary>
    /// <exception cref="PhaseFailedException">The flake lacks one.</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> wanted, IReadOnlyList<string> existing)
    {
        var unknown = wanted.Where(name => !existing.Contains(name)).Select(name => new Failure
        {
            Code = FailureCodes.HostUnknown,
            Origin = FailureOrigin.Configuration,
            Message = NearestName.Explain($"The flake has no host '{name}'.", name, existing, string.Empty),
            Subject = new Subject(SubjectKind.Host, name),
            Hint = "Give --host a name that nixosConfigurations has, or leave it out to test all hosts.",
        }).ToList();
        return unknown.Count > 0 ? throw new PhaseFailedException(unknown) : wanted.Count > 0 ? wanted : existing;
    }

    /// <summary>Evaluates one host's system and its VM.</summary>
    /// <exception cref="PhaseFailedException">It does not evaluate.</exception>
    /// <param name="host">The host.</param>
    /// <param name="log">Gets Nix's log.</param>
    /// <param name="logPath">Its file, relative to the report.</param>
    /// <param name="cancellation">Ends Nix.</param>
    public async Task<HostEvaluation> EvaluateAsync(HostRun host, TextWriter log, string logPath, CancellationToken cancellation)
    {
        var attribute = Reference.Attribute($"{HostsAttribute}.{FlakeReference.Quote(host.Name)}");
        string[] arguments = ["eval", "--json", attribute, "--apply", Expression(session.Settings.Install == InstallMode.Disk)];
        var outcome = await CallAsync($"nix eval of {host.Name}", arguments, log, cancellation, host.Name);
        await DemandAsync(outcome, arguments, log, cancellation, host.Name, logPath);
        var evaluation = NixAnswer.Parse($"the evaluation of {host.Name}", outcome.Output, Json.Read<HostEvaluation>);
        session.Events.Write(new HostDescribed(host.Name, evaluation.Desktop == true ? HostKind.Desktop : HostKind.Server, new SystemFacts
        {
            Toplevel = evaluation.Toplevel,
            NixosVersion = evaluation.Version,
            Kernel = evaluation.Kernel,
            Systemd = evaluation.Systemd,
        }));
        InstallEvidence.Plan(session, host, evaluation);
        return evaluation;
    }

    private FlakeReference Reference => reference ?? throw new InvalidOperationException("the flake has not been resolved");

    private Task<NixOutcome> CallAsync(string purpose, IReadOnlyList<string> arguments, TextWriter log, CancellationToken cancellation, string? host = null) =>
        nix.RunAsync(new NixCall { Purpose = purpose, Program = "nix", Arguments = [.. arguments, LeaveLockFile], Log = log, Folder = reference?.Folder, Host = host }, cancellation);

    /// <summary>Goes on after a success; otherwise names the causes, with a second call that tells the way to the error where the first does not name a place.</summary>
    private async Task DemandAsync(NixOutcome outcome, IReadOnlyList<string> arguments, TextWriter log, CancellationToken cancellation, string? host = null, string logPath = RunPaths.NixLog)
    {
        if (outcome.Succeeded)
        {
            return;
        }

        var failures = NixDiagnosis.OfEvaluation(outcome, Source);
        if (NixDiagnosis.WantsTrace(failures, outcome))
        {
            var traced = await CallAsync("nix again, for the place of the error", [.. arguments, "--show-trace"], log, cancellation, host);
            if (!traced.Succeeded && NixDiagnosis.OfEvaluation(traced, Source) is var better && better[0].Location is not null)
            {
                failures = better;
            }
        }

        throw new PhaseFailedException([.. failures.Select(failure => failure with { Log = failure.Log ?? new LogReference(logPath) })]);
    }

    private FlakeFacts ReadFacts(JObject metadata)
    {
        var nixpkgs = metadata["locks"]?["nodes"]?["root"]?["inputs"]?["nixpkgs"] is JValue { Value: string node }
            ? metadata["locks"]?["nodes"]?[node]?["locked"]?["rev"]?.Value<string>()
            : null;
        return new FlakeFacts(session.Flake, metadata["revision"]?.Value<string>() ?? metadata["locked"]?["rev"]?.Value<string>(), nixpkgs);
    }

    /// <summary>One expression holds it all: a pure evaluation reads no file outside the flake.</summary>
    private static string Expression(bool onDisk) =>
        $"host: ({Resources.Text(Resources.DescribeHost)}) {{ inherit host; probe = ({Resources.Text(Resources.ProbeModule)}) {FlakeReference.QuoteString(Resources.Text(Resources.ProbeScript))}; onDisk = {(onDisk ? "true" : "false")}; }}";
}
