[assembly: Parallelizable(ParallelScope.Children)]
[assembly: LevelOfParallelism(4)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
