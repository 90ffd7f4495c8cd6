using System.Diagnostics;
using VmTest.Memory;
using VmTest.Model;

namespace VmTest.Bench;

/// <summary>How long it takes to list many records and to compare a host with what it was.</summary>
internal static class RecordsBench
{
    private const int Units = 200;
    private const int Paths = 1500;
    private const int Files = 100;
    private const int Hosts = 20;

    public static void Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("vmt-bench-").FullName;
        try
        {
            var store = new RecordStore(folder, TimeProvider.System);
            var start = DateTimeOffset.UtcNow.AddDays(-1);
            for (var index = 0; index < count; index++)
            {
                store.Write(Make(index, start.AddSeconds(index * 10)));
            }

            var now = Make(count + Hosts, DateTimeOffset.UtcNow);
            // The first comparison of a process includes the runtime's own start, as in a run.
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var watch = Stopwatch.StartNew();
                var names = store.List();
                var listed = watch.ElapsedMilliseconds;
                var history = HostHistory.Of(store, names, now.Flake, now.Host);
                var before = history.Records;
                _ = RepetitionFinder.Find(now, before);
                var comparison = Comparison.Compare(
                    now, history.Greens.First(), before, history.Comparable(now.Conditions), _ => ["file1.nix"]);
                Console.WriteLine($"{names.Count} records: listed in {listed} ms, listed and compared in {watch.ElapsedMilliseconds} ms "
                    + $"({comparison.Summary})");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HostRecord Make(int index, DateTimeOffset at) => new()
    {
        RunId = $"{at.UtcDateTime:yyyyMMdd-HHmmss}-{index & 0xffff:x4}",
        Host = $"host{index % Hosts}",
        At = at,
        Flake = "0123abcd",
        Verdict = index / Hosts % 3 == 2 ? RunStatus.Failure : RunStatus.Success,
        Identity = $"{index:x64}",
        Conditions = "kvm",
        Derivations = new Dictionary<string, string> { ["system"] = $"/nix/store/{index}.drv" },
        Phases = [.. Enum.GetValues<Phase>().Select(phase => new RecordedPhase(phase, PhaseStatus.Passed, 1000 + index))],
        Failures = index / Hosts % 3 == 2
            ? [new RecordedFailure("00000000000000aa", FailureCodes.UnitFailed, Phase.Runtime, "a.service")]
            : [],
        Boot = new RecordedBoot { ReadyAfterMs = 10_000 + index },
        Units = [.. Enumerable.Range(0, Units).Select(unit => new RecordedUnit($"unit{unit}.service", "active", 1000 + unit, 100))],
        Closure = Enumerable.Range(0, Paths).ToDictionary(path => $"{new string('x', 32)}-package{path}-1.{index % 2}", path => (long)path),
        Sources = new SourceState
        {
            Files = Enumerable.Range(0, Files).ToDictionary(
                file => $"file{file}.nix", file => file == 1 ? $"{index:x16}" : "0123456789abcdef"),
        },
    };
}
