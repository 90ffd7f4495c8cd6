using VmTest.Model;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>A folder for temporary files that cannot be used ends a run before its first phase, with the way out.</summary>
internal static class TemporaryFolderFailure
{
    /// <param name="use">Needs the folder.</param>
    /// <returns>Null where it can be used.</returns>
    public static Finding? Find(Func<string> use)
    {
        try
        {
            _ = use();
            return null;
        }
        catch (TemporaryFolderException error)
        {
            return new Finding
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
