namespace VmTest.Reports.Rendering;

/// <summary>How a case went, by the name of its element in JUnit's XML.</summary>
internal enum JUnitOutcome
{
    Passed,
    Skipped,

    /// <summary>What was tested is at fault: the configuration.</summary>
    Failure,

    /// <summary>Something else is at fault: this machine, the VM, VmTest, or a cancel.</summary>
    Error,
}
