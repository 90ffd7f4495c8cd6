using System.Security.Cryptography;
using System.Text;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>Makes the failures that are not found by a diagnosis, and finishes all of them.</summary>
internal static class Failures
{
    private const int FingerprintLength = 16;

    /// <summary>Bounds and cleans every text and adds the fingerprint.</summary>
    public static Failure Finish(Failure failure)
    {
        var clean = failure with
        {
            Message = Sanitizer.Line(failure.Message) is { Length: > 0 } message ? message : failure.Code,
            Hint = failure.Hint is null ? null : Sanitizer.Line(failure.Hint),
            Subject = failure.Subject is null ? null : failure.Subject with { Name = Sanitizer.Line(failure.Subject.Name) },
            Location = failure.Location is null ? null : failure.Location with { File = Sanitizer.Line(failure.Location.File) },
            Excerpt = [.. failure.Excerpt.TakeLast(Limits.ExcerptLines).Select(line => Sanitizer.Line(line))],
        };
        return clean with { Fingerprint = Fingerprint(clean) };
    }

    /// <summary>What <see cref="Failure.CausedBy"/> refers to.</summary>
    public static string Fingerprint(Failure failure)
    {
        var identity = $"{failure.Code}\n{failure.Host}\n{failure.Subject?.Kind}\n{failure.Subject?.Name}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..FingerprintLength];
    }

    public static Failure Cancelled(int? signal, Phase? phase, string? host)
    {
        var name = "SIG" + Signals.Name(signal ?? Signals.Kill);
        var place = (phase, host) switch
        {
            ({ } where, { } who) => $" in the {where.ToString().ToLowerInvariant()} phase of {who}",
            ({ } where, null) => $" in the {where.ToString().ToLowerInvariant()} phase",
            _ => string.Empty,
        };
        return Finish(new Failure
        {
            Code = FailureCodes.CancelledBySignal,
            Phase = phase,
            Host = host,
            Origin = FailureOrigin.Environment,
            Message = $"The run was ended by {name}{place}.",
            Hint = "Run it again; nothing was found wrong up to this point unless another failure says so.",
        });
    }

    public static Failure Internal(Exception error) => Finish(new Failure
    {
        Code = FailureCodes.Internal,
        Origin = FailureOrigin.Tool,
        Message = $"VmTest itself broke: {error.GetType().Name}: {error.Message}",
        Excerpt = [.. (error.StackTrace ?? string.Empty).Split('\n').Take(Limits.ExcerptLines / 2)],
        Hint = "This is a defect of VmTest and not of the configuration. Report it with this excerpt.",
    });
}
