using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// What the silence of the probe means. A console can be written to by anybody in the guest: it decides alone only where
/// no probe could be handed over.
/// </summary>
internal static class ProbeLoss
{
    // The first systemd that takes units as credentials (its NEWS).
    private static readonly Version TakesUnits = new(256, 0);

    /// <summary>Whether the probe was handed to a systemd that takes it.</summary>
    public static bool IsFailure(HostEvaluation? evaluation) =>
        evaluation is { ProbeIsModule: true } || (Leading(evaluation?.Systemd) is { } version && version >= TakesUnits);

    public static Finding Explain(string host, HostEvaluation? evaluation) => new()
    {
        Code = FailureCodes.ProbeLost,
        Phase = Phase.Runtime,
        Host = host,
        Origin = FailureOrigin.Tool,
        Message = IsFailure(evaluation)
            ? $"The probe in {host} did not answer though its systemd takes it; what the serial console alone says is no success."
            : $"The probe in {host} did not answer; the serial console alone decides.",
        Hint = IsFailure(evaluation)
            ? "Look for systemd.import_credentials=no in the kernel parameters, for a guest that was too slow, or for a unit that stops "
                + "vmtest-probe.service."
            : "systemd before version 256, or one that does not read SMBIOS credentials, cannot take the probe from outside.",
    };

    /// <summary>Versions look like 257.6, 256 or 258~rc1.</summary>
    private static Version? Leading(string? version) =>
        version is not null && int.TryParse([.. version.TakeWhile(char.IsAsciiDigit)], out var major) ? new Version(major, 0) : null;
}
