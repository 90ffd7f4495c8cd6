using Newtonsoft.Json;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Nix;

/// <summary>Asks a host's configuration about its options. It is asked only after a failure, for the place of its cause.</summary>
public sealed class OptionQuery(NixClient nix)
{
    /// <summary>The attribute of a flake that holds its hosts.</summary>
    internal const string HostsAttribute = "nixosConfigurations";

    /// <summary>As long as a slow machine takes to evaluate a large host; the failure is on record without the answer.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Null where the configuration gives no answer, or none in time.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<OptionAnswer?> AskAsync(
        LockedFlake flake, string host, OptionQuestion question, PhaseLog log, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        try
        {
            var outcome = await nix.RunAsync(
                new NixCall
                {
                    Purpose = $"nix eval of the options of {host}",
                    Program = "nix",
                    Arguments =
                    [
                        "eval", "--json", flake.Reference.Attribute(HostsAttribute),
                        "--apply", Expression(host, question), NixCall.LeaveLockFile,
                    ],
                    Log = log,
                    Folder = flake.Reference.Folder,
                },
                limited.Token);
            var answer = outcome.Succeeded ? Json.Read<OptionAnswer>(outcome.Output) : null;
            return answer is { Siblings: not null, Modules: not null, Options: not null, Units: not null } ? answer : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The host's name stands in the expression, for it may have any character.</summary>
    private static string Expression(string host, OptionQuestion question) =>
        $"hosts: ({Resources.Text(Resources.FindOptions)}) {{ host = hosts.{FlakeReference.QuoteString(host)}; "
        + $"question = builtins.fromJSON {FlakeReference.QuoteString(Json.Line(question))}; }}";
}
