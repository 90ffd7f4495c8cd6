using VmTest.Model;
using VmTest.Qemu;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>Says why a machine could not be started as it was meant to be.</summary>
internal static class VmFailures
{
    public static Finding NotStarted(BootEvidence evidence, VmStartException error)
    {
        var reason = error.Output.LastOrDefault(
            line => line.Contains("qemu", StringComparison.OrdinalIgnoreCase)) ?? (error.Output.Count > 0 ? error.Output[^1] : null);
        return new Finding
        {
            Code = FailureCodes.QemuFailed,
            Origin = FailureOrigin.Environment,
            Message = $"The machine of {evidence.Host} could not be started: {reason ?? error.Message}",
            Subject = new Subject(SubjectKind.Process, "qemu"),
            Excerpt = [.. error.Output.TakeLast(Limits.ExcerptLines)],
            Log = new LogReference(evidence.ConsoleLog),
            Hint = $"{error.Message}; its own words are in the excerpt. Options of the VM come from virtualisation.* in the "
                + "configuration, --memory and --cores.",
        };
    }

    /// <summary>QEMU falls back to emulation without a word; a verdict about speed would then be wrong.</summary>
    public static Finding WrongAccelerator(BootEvidence evidence, string runs, string wanted, IReadOnlyList<string> output) => new()
    {
        Code = FailureCodes.KvmError,
        Origin = FailureOrigin.Environment,
        Message = $"The machine of {evidence.Host} runs with {runs} although {wanted} was asked for.",
        Subject = new Subject(SubjectKind.Device, KvmTrial.Device),
        Excerpt = output,
        Log = new LogReference(evidence.ConsoleLog),
        Hint = "The VM's own options must not name an accelerator.",
    };
}
