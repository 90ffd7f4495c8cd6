using VmTest.Model;
using VmTest.Nix;
using VmTest.Provisioning;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Project;

/// <summary>Makes the reference guest out of Debian's packages and the flake with its hosts.</summary>
public sealed class ReferenceGuest(RunRequest request, RunResources resources, Provisioner provisioner, IRunLog console)
{
    private const string FlakeFolder = "demo-flake";
    private const string DesktopHost = "desktop";

    // What demo/guest/prepare.sh ends with; its last line on stderr says what it is about.
    private const int BadFolder = 2;
    private const int ToolsMissing = 3;
    private const int PackagesUnreachable = 4;

    /// <summary>Where the guest's library is, once prepared.</summary>
    public string? Library { get; private set; }

    /// <returns>The demo flake.</returns>
    /// <exception cref="PhaseFailedException">Programs are missing, or packages cannot be fetched.</exception>
    public async Task<FlakeUnderTest> PrepareAsync(CancellationToken cancellation)
    {
        await provisioner.InstallAsync(PackageList.ForReferenceGuest, cancellation);
        Directory.CreateDirectory(ProjectFolder.GuestCache);
        Library = await LibraryAsync([], cancellation);
        string[] desktop = request.Hosts.Contains(DesktopHost) ? [await LibraryAsync([DesktopHost], cancellation)] : [];
        var flake = Path.Combine(resources.Directory.MakeFolder(FlakeFolder), "demo");
        await CallAsync(ProjectFolder.DemoFlake, [Library, flake, .. desktop], cancellation);
        return new FlakeUnderTest(flake);
    }

    private async Task<string> LibraryAsync(IReadOnlyList<string> kind, CancellationToken cancellation)
    {
        var prepared = await CallAsync(ProjectFolder.GuestRecipe, [ProjectFolder.GuestCache, .. kind], cancellation);
        return prepared.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    private async Task<ProcessResult> CallAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var spec = new ProcessSpec { Purpose = script, FileName = ProjectFolder.Below(script), Arguments = arguments };
        var result = await resources.Supervisor.RunAsync(spec, null, line => console.Say(line), cancellation);
        return result.Succeeded ? result : throw new PhaseFailedException(Failed(script, result));
    }

    private static Finding Failed(string script, ProcessResult result)
    {
        var last = Sanitizer.Line(result.Error.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "it said nothing");
        var (code, origin, what, hint) = result.ExitCode switch
        {
            BadFolder =>
                (FailureCodes.GuestCache, FailureOrigin.Environment, "its folder cannot be used",
                    "Set XDG_CACHE_HOME to a folder with a plain name."),
            ToolsMissing =>
                (FailureCodes.ToolMissing, FailureOrigin.Environment, "programs are missing", "Install what the message names."),
            PackagesUnreachable => (FailureCodes.NetworkOther, FailureOrigin.Environment, "its packages cannot be fetched",
                "The mirror is the one of this machine's APT sources; DEBIAN_MIRROR names another."),
            _ => (FailureCodes.GuestRecipe, FailureOrigin.Tool, $"the recipe {script} ended with exit code {result.ExitCode}",
                "This is a defect of the recipe, or of a package that it takes; no edit of a configuration helps."),
        };
        return new Finding
        {
            Code = code,
            Phase = Phase.Preflight,
            Origin = origin,
            Message = $"The reference guest could not be made: {what} ({last}).",
            Subject = new Subject(SubjectKind.Tool, script),
            Excerpt = [.. result.Error.TakeLast(Limits.ExcerptLines).Select(line => Sanitizer.Line(line))],
            Hint = hint,
        };
    }
}
