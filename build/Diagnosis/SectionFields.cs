using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>
/// The field of a systemd section that NixOS refuses (nixos/lib/systemd-lib.nix): it traces which one, and then fails with the whole
/// section as a value of the wrong type.
/// </summary>
internal static partial class SectionFields
{
    /// <param name="finding">About an option.</param>
    /// <param name="outcome">The failed call.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="host">The host that was evaluated; null for the flake itself.</param>
    public static Finding Locate(Finding finding, NixOutcome outcome, FlakeSource source, string? host)
    {
        if (finding is not { Code: FailureCodes.OptionType, Subject: { Kind: SubjectKind.Option, Name: { } option } })
        {
            return finding;
        }

        var path = OptionPath.Parse(option);
        DefinitionSearch? search = null;
        foreach (var said in outcome.Log.Messages.Select(message => Refused().Match(message.Text)).Where(match => match.Success).Reverse())
        {
            search ??= DefinitionSearch.Of(source, host);
            foreach (var field in said.Groups["field"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (search.Everywhere([.. path, field]) is [var found, ..])
                {
                    return finding with
                    {
                        Location = found.Place,
                        Message = $"{finding.Message} {said.Groups["text"].Value.TrimEnd('.')}.",
                        Hint = $"Correct '{field}', or take it out: {said.Groups["text"].Value.TrimEnd('.')}.",
                    };
                }
            }
        }

        return finding;
    }

    [GeneratedRegex(@"\Atrace: (?<text>Systemd [^\n]*?(?:has extra fields \[(?<field>[^\]\n]+)\]|field `(?<field>[^`'\n]+)[`'])[^\n]*)")]
    private static partial Regex Refused();
}
