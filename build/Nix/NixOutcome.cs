using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Nix;

/// <summary>How one call of Nix ended.</summary>
public sealed record NixOutcome(int ExitCode, string Output, NixLogReader Log, Derivations Derivations)
{
    /// <summary>The exit code of a call that we ended because it could no longer succeed.</summary>
    public const int EndedEarly = 1;

    /// <summary>The most memory in bytes that Nix itself was seen to have at once; 0 where that is not known.</summary>
    public long PeakMemory { get; init; }

    public bool Succeeded => ExitCode == 0;

    /// <summary>Whether Nix itself crashed, by SIGABRT or SIGSEGV: what it says then tells nothing about what it was to do.</summary>
    public bool Crashed => ExitCode == ExitCodes.OfSignal(Signals.Abort) || ExitCode == ExitCodes.OfSignal(Signals.SegmentationFault);
}
