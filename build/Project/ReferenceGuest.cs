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

    // The guest's derivations use this machine's tools and say so with __noChroot; all others stay in the sandbox.
    private const string LetGuestBuild = "sandbox = relaxed";

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
        return new FlakeUnderTest(flake, [LetGuestBuild]);
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
        return result.Succeeded ? result : throw new PhaseFailedException(new Finding
        {
            Code = FailureCodes.ToolMissing,
            Phase = Phase.Preflight,
            Origin = FailureOrigin.Environment,
            Message = $"The reference guest could not be made: {script} ended with exit code {result.ExitCode}.",
            Subject = new Subject(SubjectKind.Tool, script),
            Excerpt = [.. result.Error.TakeLast(Limits.ExcerptLines).Select(line => Sanitizer.Line(line))],
            Hint = "The last line of the excerpt names what is missing.",
        });
    }
}
