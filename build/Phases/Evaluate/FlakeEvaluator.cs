using Newtonsoft.Json.Linq;
using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Text;

namespace VmTest.Phases.Evaluate;

/// <summary>Locks the flake, lists its hosts, and evaluates each.</summary>
public sealed class FlakeEvaluator(NixClient nix, OptionQuery options, RunRecord record)
{
    private const string HostsAttribute = OptionQuery.HostsAttribute;
    /// <summary>Each question is an evaluation.</summary>
    private const int MostQuestions = 3;

    private const string NotAUrl = "is not a valid URL";

    /// <summary>Resolves and locks the flake: its inputs are fetched here, and a failed fetch ends here.</summary>
    /// <exception cref="PhaseFailedException">The flake is missing, cannot be fetched, or does not lock.</exception>
    public async Task<LockedFlake> LockAsync(FlakeUnderTest flake, PhaseLog log, CancellationToken cancellation)
    {
        var locked = new LockedFlake(FlakeReference.Parse(flake.Reference), new FlakeSource(flake.Reference));
        var outcome = await CallAsync("nix flake metadata", locked, MetadataArguments(locked), log, cancellation);
        if (!outcome.Succeeded && locked.Reference.Folder is not null
            && outcome.Log.Messages.Any(message => message.Text.Contains(NotAUrl, StringComparison.Ordinal)))
        {
            locked = locked with { Reference = locked.Reference.AsPlainFolder() };
            record.Warn(AsPlainFolder(flake.Reference), Phase.Evaluate);
            outcome = await CallAsync("nix flake metadata", locked, MetadataArguments(locked), log, cancellation);
        }

        await DemandAsync(outcome, locked, MetadataArguments(locked), null, log, cancellation);
        var metadata = NixAnswer.Parse("nix flake metadata", outcome.Output, JObject.Parse);
        locked.Source.Learn(metadata["path"]?.Value<string>(), metadata["resolved"]?["dir"]?.Value<string>());
        locked.Source.LearnInputs(LockedInputs.Copies(metadata["locks"] as JObject));
        var facts = ReadFacts(flake.Reference, metadata);
        record.Write(new FlakeResolved(facts));
        return locked with { Revision = facts.Revision, Inputs = LockedInputs.List(metadata["locks"] as JObject) };
    }

    /// <summary>The hosts of the flake, sorted.</summary>
    /// <exception cref="PhaseFailedException">The flake's outputs do not evaluate, or it has no hosts.</exception>
    public async Task<IReadOnlyList<string>> ListHostsAsync(LockedFlake flake, PhaseLog log, CancellationToken cancellation)
    {
        string[] arguments = ["eval", "--json", flake.Reference.Attribute(HostsAttribute), "--apply", "builtins.attrNames"];
        var outcome = await CallAsync("nix eval of the hosts' names", flake, arguments, log, cancellation);
        await DemandAsync(outcome, flake, arguments, null, log, cancellation);
        return NixAnswer.Parse("the question for the hosts' names", outcome.Output, JArray.Parse).Values<string>().OfType<string>()
            .Order(StringComparer.Ordinal).ToList() is { Count: > 0 } hosts
            ? hosts
            : throw new PhaseFailedException(new Finding
            {
                Code = FailureCodes.MissingAttribute,
                Origin = FailureOrigin.Configuration,
                Message = $"The flake has no hosts: its {HostsAttribute} is empty.",
                Subject = new Subject(SubjectKind.Attribute, HostsAttribute),
                Location = new SourceLocation(FlakePaths.FlakeFile),
                Hint = $"Add a host to {HostsAttribute} in flake.nix.",
            });
    }

    /// <summary>Evaluates one host's system and its VM.</summary>
    /// <param name="host">The host.</param>
    /// <param name="onDisk">Whether it is going to be installed on a disk.</param>
    /// <param name="log">Gets Nix's log.</param>
    /// <param name="cancellation">Ends Nix.</param>
    /// <exception cref="PhaseFailedException">It does not evaluate.</exception>
    public async Task<HostEvaluation> EvaluateAsync(SelectedHost host, bool onDisk, PhaseLog log, CancellationToken cancellation)
    {
        string[] arguments = [
            "eval", "--json", host.Flake.Reference.Attribute(HostsAttribute), "--apply", Expression(host.Name, onDisk)];
        var outcome = await CallAsync($"nix eval of {host.Name}", host.Flake, arguments, log, cancellation);
        record.Note(ConfigurationWarnings.Find(outcome, host.Flake.Source, host.Name), "warnings of the configuration", Phase.Evaluate,
            host.Name);
        await DemandAsync(outcome, host.Flake, arguments, host.Name, log, cancellation);
        var evaluation = NixAnswer.Parse($"the evaluation of {host.Name}", outcome.Output, Json.Read<HostEvaluation>);
        record.Write(new HostDescribed(host.Name, evaluation.Desktop == true ? HostKind.Desktop : HostKind.Server, new SystemFacts
        {
            Toplevel = evaluation.Toplevel,
            NixosVersion = evaluation.Version,
            Kernel = evaluation.Kernel,
            Systemd = evaluation.Systemd,
        }));
        record.Write(new InstallObserved(host.Name, InstallPlans.Describe(evaluation.Disk)));
        if (evaluation.Disk is { Strategy: null } plan)
        {
            // Long before its install phase fails.
            record.Warn(InstallPlans.Impossible(host.Name, plan), Phase.Evaluate, host.Name);
        }

        return evaluation;
    }

    private static string[] MetadataArguments(LockedFlake flake) => ["flake", "metadata", "--json", flake.Reference.Text];

    private static Finding AsPlainFolder(string flake) => new()
    {
        Code = FailureCodes.EvaluationOther,
        Origin = FailureOrigin.Environment,
        Message = $"This Nix cannot name the Git repository '{flake}' because of a character in its path; the folder is tested as it "
            + "is, files that Git does not track included.",
    };

    private Task<NixOutcome> CallAsync(
        string purpose, LockedFlake flake, IReadOnlyList<string> arguments, PhaseLog log, CancellationToken cancellation) =>
        nix.RunAsync(
        new NixCall
        {
            Purpose = purpose,
            Program = "nix",
            Arguments = [.. arguments, NixCall.LeaveLockFile],
            Log = log,
            Folder = flake.Reference.Folder,
        },
        cancellation);

    /// <summary>
    /// Goes on after a success; otherwise names the causes, with a second call that tells the way to the error where the
    /// first does not name a place.
    /// </summary>
    private async Task DemandAsync(
        NixOutcome outcome, LockedFlake flake, IReadOnlyList<string> arguments, string? host, PhaseLog log, CancellationToken cancellation)
    {
        if (outcome.Succeeded)
        {
            return;
        }

        var findings = NixDiagnosis.OfEvaluation(outcome, flake.Source, host);
        if (NixDiagnosis.WantsTrace(findings, outcome, flake.Source))
        {
            var traced = await CallAsync("nix again, for the place of the error", flake, [.. arguments, "--show-trace"], log, cancellation);
            if (!traced.Succeeded && NixDiagnosis.OfEvaluation(traced, flake.Source, host) is var better
                && (better[0].Location?.Line is not null || findings[0].Location is null))
            {
                findings = better;
            }
        }

        if (host is not null)
        {
            findings = await CompleteAsync(findings, flake, host, log, cancellation);
        }

        throw new PhaseFailedException([.. findings.Select(finding => finding with { Log = finding.Log ?? new LogReference(log.Path) })]);
    }

    /// <summary>Asks the configuration where the message does not say enough: it may still say where its options are defined.</summary>
    private async Task<IReadOnlyList<Finding>> CompleteAsync(
        IReadOnlyList<Finding> findings, LockedFlake flake, string host, PhaseLog log, CancellationToken cancellation)
    {
        var places = new AskedPlaces(flake.Source, host);
        List<Finding> completed = [];
        foreach (var finding in findings)
        {
            completed.Add(AskedPlaces.Question(finding) is { } question && completed.Count < MostQuestions
                && await options.AskAsync(flake, host, question, log, cancellation) is { } answer
                    ? places.Complete(finding, answer)
                    : finding);
        }

        return completed;
    }

    private static FlakeFacts ReadFacts(string flake, JObject metadata)
    {
        var nixpkgs = metadata["locks"]?["nodes"]?["root"]?["inputs"]?["nixpkgs"] is JValue { Value: string node }
            ? metadata["locks"]?["nodes"]?[node]?["locked"]?["rev"]?.Value<string>()
            : null;
        return new FlakeFacts(flake, metadata["revision"]?.Value<string>() ?? metadata["locked"]?["rev"]?.Value<string>(), nixpkgs);
    }

    /// <summary>
    /// One expression holds it all: a pure evaluation reads no file outside the flake. The host's name stands in it, for it may
    /// have any character.
    /// </summary>
    private static string Expression(string name, bool onDisk)
    {
        var probe = $"({Resources.Text(Resources.ProbeModule)}) {FlakeReference.QuoteString(Resources.Text(Resources.ProbeScript))}";
        var disk = onDisk ? "true" : "false";
        var host = $"hosts.{FlakeReference.QuoteString(name)}";
        return $"hosts: ({Resources.Text(Resources.DescribeHost)}) {{ host = {host}; probe = {probe}; onDisk = {disk}; }}";
    }
}
