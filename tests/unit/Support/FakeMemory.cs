using VmTest.Model;
using VmTest.Nix;
using VmTest.Runs;

namespace VmTest.UnitTests.Support;

/// <summary>A memory that knows what the test says and keeps nothing.</summary>
internal sealed class FakeMemory : IRunMemory
{
    /// <summary>Hosts that an earlier run has proved.</summary>
    public IReadOnlyList<string> Proved { get; set; } = [];

    /// <summary>How long a phase usually takes.</summary>
    public IReadOnlyDictionary<Phase, TimeSpan> Usual { get; set; } = new Dictionary<Phase, TimeSpan>();

    /// <summary>How often the run was over.</summary>
    public int Completed { get; private set; }

    public bool Reuses => Proved.Count > 0;

    public static ReusedRun Proof { get; } = new("20261122-074512-3f9a", new DateTimeOffset(2026, 11, 22, 7, 45, 12, TimeSpan.Zero));

    public void Locked(LockedFlake flake)
    {
    }

    public ReusedRun? Evaluated(EvaluatedHost host, AcceleratorChoice? accelerator) => Proved.Contains(host.Name) ? Proof : null;

    public Task BuiltAsync(BuiltHost host, CancellationToken cancellation) => Task.CompletedTask;

    public TimeSpan? UsualTime(Phase phase, string host) => Usual.TryGetValue(phase, out var time) ? time : null;

    public void Complete() => Completed++;
}
