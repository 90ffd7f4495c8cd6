using VmTest.Model;
using VmTest.Record;

namespace VmTest.Project;

/// <summary>The checkout that this program was published from, with the reference guest and the tests.</summary>
internal static class ProjectFolder
{
    public const string GuestRecipe = "demo/guest/prepare.sh";
    public const string DemoFlake = "demo/materialise.sh";
    public const string Tests = "tests";
    public const string PublishedHosts = ".host";

    /// <summary>The nearest folder above the program that holds the reference guest.</summary>
    /// <exception cref="PhaseFailedException">The program was installed without a checkout.</exception>
    public static string Path
    {
        get
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, GuestRecipe)))
                {
                    return folder;
                }
            }

            throw new PhaseFailedException(new Finding
            {
                Code = FailureCodes.ToolMissing,
                Phase = Phase.Preflight,
                Origin = FailureOrigin.Environment,
                Message = "This target needs a checkout of VmTest: the reference guest and the tests are not part of the "
                    + "installed program.",
                Subject = new Subject(SubjectKind.File, GuestRecipe),
                Hint = "Run ./build.sh in a checkout of VmTest.",
            });
        }
    }

    public static string Below(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Where the reference guest's parts are kept between runs: XDG_CACHE_HOME, or ~/.cache.</summary>
    public static string GuestCache
    {
        get
        {
            var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
                ? set
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return System.IO.Path.Combine(caches, "vmtest");
        }
    }
}
