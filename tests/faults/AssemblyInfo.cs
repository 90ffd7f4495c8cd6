using System.Runtime.Versioning;

// Most of these tests wait for a program that does not want to end, and need no processor for it.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(2)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TellsOutputOfFailedTests]
