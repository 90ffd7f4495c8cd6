using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>The link <c>latest</c> beside the runs, which names the newest.</summary>
internal static class LatestLink
{
    public static void Point(string output, string runId)
    {
        var link = Path.Combine(output, RunPaths.Latest);
        var fresh = Path.Combine(output, Unfinished(runId));
        try
        {
            File.CreateSymbolicLink(fresh, runId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Where not even a link can be made, the run says so by itself.
            return;
        }

        if (!NativeMethods.Rename(fresh, link))
        {
            // A folder of that name stands in the way; the run does not depend on the link.
            File.Delete(fresh);
        }
    }

    /// <summary>The link's name before it takes its place.</summary>
    public static string Unfinished(string runId) => $"{RunPaths.Latest}.{runId}";

    /// <summary>The newest run's folder; null where there is none.</summary>
    public static string? Resolve(string output) =>
        new DirectoryInfo(Path.Combine(output, RunPaths.Latest)) is { Exists: true } link
            ? (link.ResolveLinkTarget(true) ?? link).FullName
            : null;
}
