using System.Runtime.Versioning;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: SupportedOSPlatform("linux")]
