using System.Runtime.Versioning;
using VmTest.EndToEndTests.Support;

// Each test starts the published host with real Nix, QEMU and systemd; two emulated machines fill two cores.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(2)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TellsOutputOfFailedTests]
