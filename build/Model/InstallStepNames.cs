namespace VmTest.Model;

/// <summary>The word for a step of an installation.</summary>
internal static class InstallStepNames
{
    public static string Name(this InstallStep step) => step switch
    {
        InstallStep.Partition => "partition",
        InstallStep.Format => "format",
        InstallStep.Copy => "copy",
        _ => "boot loader",
    };
}
