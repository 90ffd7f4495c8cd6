using VmTest.Model;

namespace VmTest.CommandLine;

/// <summary>The targets by name, and the phases that each includes.</summary>
internal static class Targets
{
    public const string CheckKvm = "CheckKvm";
    public const string FlakeCheck = "FlakeCheck";
    public const string BuildVm = "BuildVm";
    public const string Install = "Install";
    public const string BootWatch = "BootWatch";
    public const string EmitReport = "EmitReport";
    public const string VmTest = "VmTest";
    public const string Demo = RunFacts.DemoTarget;
    public const string ListHosts = "ListHosts";
    public const string Teardown = "Teardown";
    public const string Test = "Test";
    public const string Clean = "Clean";
    public const string PrepareReferenceGuest = "PrepareReferenceGuest";
    public const string Package = "Package";

    public const string Default = VmTest;

    /// <summary>In the order in which help shows them.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        (VmTest, TargetDescriptions.VmTest),
        (CheckKvm, TargetDescriptions.CheckKvm),
        (FlakeCheck, TargetDescriptions.FlakeCheck),
        (BuildVm, TargetDescriptions.BuildVm),
        (Install, TargetDescriptions.Install),
        (BootWatch, TargetDescriptions.BootWatch),
        (EmitReport, TargetDescriptions.EmitReport),
        (Teardown, TargetDescriptions.Teardown),
        (ListHosts, TargetDescriptions.ListHosts),
        (Demo, TargetDescriptions.Demo),
        (PrepareReferenceGuest, TargetDescriptions.PrepareReferenceGuest),
        (Test, TargetDescriptions.Test),
        (Package, TargetDescriptions.Package),
        (Clean, TargetDescriptions.Clean),
    ];

    private static readonly Phase[] AllPhases = Enum.GetValues<Phase>();

    /// <summary>The phases of a test run; empty for a target that tests nothing and leaves no report.</summary>
    /// <param name="target">One of <see cref="All"/>.</param>
    /// <param name="exclusive">Whether only the target itself runs, not what it depends on.</param>
    public static IReadOnlyList<Phase> PhasesOf(string target, bool exclusive)
    {
        var last = target switch
        {
            CheckKvm => Phase.Preflight,
            FlakeCheck => Phase.Evaluate,
            BuildVm => Phase.Build,
            Install => Phase.Install,
            BootWatch or EmitReport or VmTest or Demo => Phase.Runtime,
            _ => (Phase?)null,
        };
        if (last is not { } end)
        {
            return [];
        }

        return (exclusive, target) switch
        {
            (false, _) => [.. AllPhases.Where(phase => phase <= end)],
            (true, CheckKvm or FlakeCheck) => [end],
            _ => [],
        };
    }

    /// <summary>The phase that a task of this name takes hosts through; null for one that takes them through none.</summary>
    public static Phase? PhaseOf(string task) => task switch
    {
        CheckKvm => Phase.Preflight,
        FlakeCheck => Phase.Evaluate,
        BuildVm => Phase.Build,
        Install => Phase.Install,
        BootWatch => Phase.Boot,
        _ => null,
    };

    /// <summary>Whether the target alone, without what it depends on, has nothing to work on.</summary>
    public static bool NeedsEarlierPhases(string target) => target is BuildVm or Install or BootWatch or EmitReport;

    public static bool IsTestRun(string target) => PhasesOf(target, exclusive: false).Count > 0;
}
