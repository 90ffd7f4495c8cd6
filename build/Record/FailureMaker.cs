using System.Security.Cryptography;
using System.Text;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>Makes failures of findings, and the findings that no diagnosis makes.</summary>
internal static class FailureMaker
{
    private const int FingerprintLength = 16;

    private const int RelatedPlaces = 20;

    /// <summary>Bounds and cleans every text and adds the fingerprint.</summary>
    public static Failure Make(Finding finding, Phase? phase = null, string? host = null)
    {
        var subject = finding.Subject is null ? null : finding.Subject with { Name = Sanitizer.Line(finding.Subject.Name) };
        return new Failure
        {
            Code = finding.Code,
            Phase = finding.Phase ?? phase,
            Host = finding.Host ?? host,
            Origin = finding.Origin,
            Message = Sanitizer.Line(finding.Message) is { Length: > 0 } message ? message : finding.Code,
            Subject = subject,
            Location = finding.Location is null ? null : finding.Location with { File = Sanitizer.Line(finding.Location.File) },
            Related = finding.Related.Count == 0 ? null : [.. finding.Related.Take(RelatedPlaces).Select(Clean)],
            Excerpt = [.. RepeatedLines.Fold(finding.Excerpt).TakeLast(Limits.ExcerptLines).Select(line => Sanitizer.Line(line))],
            Log = finding.Log,
            CausedBy = finding.CausedBy is { } cause ? Fingerprint(cause, host) : null,
            Consequences = finding.Consequences > 0 ? finding.Consequences : null,
            Allowed = finding.Allowed ? true : null,
            Hint = finding.Hint is null ? null : Sanitizer.Line(finding.Hint),
            Fingerprint = Fingerprint(finding, host),
        };
    }

    /// <param name="signal">Null for a kill that left no word.</param>
    /// <param name="phase">The phase that was running.</param>
    /// <param name="host">Whose it was.</param>
    public static Finding Cancelled(int? signal, Phase? phase, string? host)
    {
        var name = "SIG" + Signals.Name(signal ?? Signals.Kill);
        var place = (phase, host) switch
        {
            ({ } where, { } who) => $" in the {EnumText.Lower(where)} phase of {who}",
            ({ } where, null) => $" in the {EnumText.Lower(where)} phase",
            _ => string.Empty,
        };
        return new Finding
        {
            Code = FailureCodes.CancelledBySignal,
            Origin = FailureOrigin.Environment,
            Message = $"The run was ended by {name}{place}.",
            Hint = "Run it again; nothing was found wrong up to this point unless another failure says so.",
        };
    }

    /// <summary>A defect of VmTest itself.</summary>
    public static Finding Defect(Exception error) => new()
    {
        Code = FailureCodes.Internal,
        Origin = FailureOrigin.Tool,
        Message = $"VmTest itself broke: {error.GetType().Name}: {error.Message}",
        Excerpt = [.. (error.StackTrace ?? string.Empty).Split('\n').Take(Limits.ExcerptLines / 2)],
        Hint = "This is a defect of VmTest and not of the configuration. Report it with this excerpt.",
    };

    private static RelatedPlace Clean(RelatedPlace place) =>
        place with { File = Sanitizer.Line(place.File), What = Sanitizer.Line(place.What) };

    /// <summary>Equal for the same cause in every run.</summary>
    private static string Fingerprint(Finding finding, string? host)
    {
        var name = finding.Subject is { } subject ? Sanitizer.Line(subject.Name) : null;
        var identity = $"{finding.Code}\n{finding.Host ?? host}\n{finding.Subject?.Kind}\n{name}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..FingerprintLength];
    }
}
