using VmTest.Model;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Provisioning;

/// <summary>Installs missing programs with apt-get, aloud, where the user asked for it; otherwise names the command.</summary>
public sealed class Provisioner(ProcessSupervisor supervisor, IRunLog log, TimeProvider time) : IDisposable
{
    private const string Apt = "apt-get";
    private static readonly string[] InstallArguments = ["install", "--yes", "--no-install-recommends"];
    private static readonly string[] WorthSaying = ["Setting up ", "E: ", "Err:"];

    private readonly SemaphoreSlim one = new(1);

    /// <summary>Where Nix keeps its store.</summary>
    internal string NixFolder { get; init; } = "/nix";

    /// <summary>Who installs.</summary>
    internal uint User { get; init; } = NativeMethods.GetUserId();

    /// <summary>The failure that names what is missing, with the command that installs it; null where all is there.</summary>
    public static Finding? Missing(IReadOnlyList<Need> needs)
    {
        var missing = needs.Where(need => !need.IsThere).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        return new Finding
        {
            Code = FailureCodes.ToolMissing,
            Origin = FailureOrigin.Environment,
            Message = $"This machine lacks {string.Join(", ", missing.Select(need => need.Program))}.",
            Subject = new Subject(SubjectKind.Tool, missing[0].Program),
            Hint = HowToInstall(missing),
        };
    }

    /// <summary>For people: the command, or the names where this system installs otherwise.</summary>
    public static string HowToInstall(IReadOnlyList<Need> needs) => Executables.Find(Apt) is not null
        ? $"Run: {Command(needs)} (or add --provision, and VmTest does it)."
        : $"Install what Debian calls {string.Join(", ", Packages(needs))} with this system's package manager.";

    /// <summary>The command that installs them on Debian and Ubuntu.</summary>
    public static string Command(IReadOnlyList<Need> needs) =>
        $"sudo {Apt} {string.Join(' ', InstallArguments)} {string.Join(' ', Packages(needs))}";

    /// <exception cref="PhaseFailedException">Something is missing and cannot be installed.</exception>
    public async Task InstallAsync(IReadOnlyList<Need> needs, CancellationToken cancellation)
    {
        // The hosts of a run may ask at once, and apt-get lets one at a time.
        await one.WaitAsync(cancellation);
        try
        {
            if (Missing(needs) is { } missing)
            {
                await InstallAsync(needs, missing, cancellation);
            }
        }
        finally
        {
            one.Release();
        }
    }

    private async Task InstallAsync(IReadOnlyList<Need> needs, Finding missing, CancellationToken cancellation)
    {
        if (Executables.Find(Apt) is null || await RootPrefixAsync(cancellation) is not { } prefix)
        {
            throw new PhaseFailedException(missing);
        }

        var bringsNix = !Path.Exists(NixFolder) && needs.Any(need => need.Program == ToolVersions.Nix && !need.IsThere);
        var packages = Packages([.. needs.Where(need => !need.IsThere)]);
        log.Say($"installing {string.Join(", ", packages)} with {Apt}");
        var started = time.GetTimestamp();
        await CallAsync([.. prefix, Apt, "update"], missing, cancellation);
        await CallAsync([.. prefix, Apt, .. InstallArguments, .. packages], missing, cancellation);
        log.Say($"installed {packages.Count} packages in {Duration.Text(time.GetElapsedTime(started))}");
        if (Missing(needs) is { } still)
        {
            throw new PhaseFailedException(still);
        }

        if (bringsNix && prefix.Length > 0)
        {
            // Debian's package brings a store of root's and no daemon, so that nobody else could build.
            await CallAsync([.. prefix, "mkdir", "-p", NixFolder], missing, cancellation);
            await CallAsync([.. prefix, "chown", "-R", $"{User}", NixFolder], missing, cancellation);
            log.Say($"{NixFolder}, where nothing was before, is a Nix store of this user's");
        }
    }

    public void Dispose() => one.Dispose();

    private static List<string> Packages(IReadOnlyList<Need> needs) =>
        [.. needs.Select(need => need.DebianPackage).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What stands before a command so that root runs it; null where that would ask for a password.</summary>
    private async Task<string[]?> RootPrefixAsync(CancellationToken cancellation)
    {
        if (User == 0)
        {
            return [];
        }

        if (Executables.Find("sudo") is null)
        {
            return null;
        }

        var result = await supervisor.RunAsync(
            new ProcessSpec { Purpose = "sudo without a password", FileName = "sudo", Arguments = ["-n", "true"] }, cancellation);
        return result.Succeeded ? ["sudo", "-n"] : null;
    }

    private async Task CallAsync(IReadOnlyList<string> command, Finding missing, CancellationToken cancellation)
    {
        var lines = new Tail<string>(Limits.ExcerptLines);
        var spec = new ProcessSpec
        {
            Purpose = string.Join(' ', command),
            FileName = command[0],
            Arguments = [.. command.Skip(1)],
            Environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive", ["LC_ALL"] = "C.UTF-8" },
        };
        var result = await supervisor.RunAsync(spec, Keep, Keep, cancellation);
        if (!result.Succeeded)
        {
            throw new PhaseFailedException(missing with
            {
                Message = $"{missing.Message} Installing it failed: '{spec.Purpose}' ended with exit code {result.ExitCode}.",
                Excerpt = [.. lines],
            });
        }

        void Keep(string line)
        {
            lines.Add(line);
            if (WorthSaying.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                log.Say(line);
            }
        }
    }
}
