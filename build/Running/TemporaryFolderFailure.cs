using VmTest.Cleanup;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Running;

/// <summary>A folder for temporary files that cannot be used ends a run before its first phase, with the way out.</summary>
internal static class TemporaryFolderFailure
{
    /// <param name="use">Needs the folder.</param>
    /// <returns>Null where it can be used.</returns>
    public static Failure? Of(Func<string> use)
    {
        try
        {
            _ = use();
            return null;
        }
        catch (TemporaryFolderException error)
        {
            return new Failure
            {
                Code = FailureCodes.TemporaryFolder,
                Phase = Phase.Preflight,
                Origin = FailureOrigin.Environment,
                Message = error.Message,
                Subject = new Subject(SubjectKind.File, error.Folder),
                Hint = "Set TMPDIR to a folder of your own on a file system with free space, or fix this one.",
            };
        }
    }
}
