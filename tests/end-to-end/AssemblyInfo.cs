using System.Runtime.Versioning;
using VmTest.EndToEndTests.Support;

// Each test starts the published host with real Nix, QEMU and systemd. Two emulated machines fill two cores, but a test has more than
// its machine: programs that start, evaluations, guests that wait.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TellsOutputOfFailedTests]
