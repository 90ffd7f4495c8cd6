using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Runs;

/// <summary>What earlier runs of the same hosts were like, and what of this one is kept for later runs.</summary>
public interface IRunMemory
{
    /// <summary>Whether hosts that were proved are left out.</summary>
    bool Reuses { get; }

    /// <summary>The flake is locked: its sources are read while the run goes on.</summary>
    void Locked(LockedFlake flake);

    /// <summary>The host is evaluated: from now on its identity is known.</summary>
    /// <returns>The run that has proved it; null where it has to be tested.</returns>
    ReusedRun? Evaluated(EvaluatedHost host, AcceleratorChoice? accelerator);

    /// <summary>The host is built: its closure is measured.</summary>
    Task BuiltAsync(BuiltHost host, CancellationToken cancellation);

    /// <summary>How long a phase of a host usually takes; null where that is not known.</summary>
    TimeSpan? UsualTime(Phase phase, string host);

    /// <summary>The run is over: compares each host with what it was, and keeps a record of it. A cancelled run leaves none.</summary>
    void Complete();
}
