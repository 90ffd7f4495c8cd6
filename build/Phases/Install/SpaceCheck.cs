using System.Globalization;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Install;

/// <summary>Forecasts what an installation needs of this machine's disks, before it begins.</summary>
public sealed class SpaceCheck(RunDirectory directory, NixClient nix)
{
    /// <summary>What an installed image takes beyond its closure: boot partition, file systems' own data.</summary>
    internal const long ImageOverheadBytes = 128L << 20;

    /// <summary>What a machine is expected to write to its disk during one boot.</summary>
    internal const long OverlayGrowthBytes = 256L << 20;

    private readonly SpaceClaims claims = new(FileSystems.MountOf, FileSystems.FreeBytes);

    /// <summary>Sizes the closure and compares with what is free.</summary>
    /// <param name="host">Whose system it is.</param>
    /// <param name="plan">What is installed.</param>
    /// <param name="isThere">Whether the image is in the store already.</param>
    /// <param name="log">Gets Nix's log.</param>
    /// <param name="cancellation">Ends Nix.</param>
    public async Task<SpaceForecast> ForecastAsync(
        BuiltHost host, DiskPlan plan, bool isThere, PhaseLog log, CancellationToken cancellation)
    {
        var closure = await ClosureBytesAsync(host, plan, log, cancellation);
        return claims.Claim(
            closure, Needs(closure, isThere, Path.Join(nix.Root, "nix/store"), NixClient.ScratchOf(directory), directory.Path));
    }

    /// <summary>The image is made, or is not going to be: its builder's files are gone.</summary>
    /// <param name="forecast">What was forecast for it.</param>
    /// <param name="isThere">As it was then.</param>
    public void ReleaseScratch(SpaceForecast forecast, bool isThere)
    {
        var scratch = NixClient.ScratchOf(directory);
        claims.Release(scratch, Needs(forecast.ClosureBytes, isThere, string.Empty, scratch, string.Empty)[1].Bytes);
    }

    public static Finding TooSmall(string host, SpaceForecast forecast) => new()
    {
        Code = FailureCodes.DiskSpace,
        Origin = FailureOrigin.Environment,
        Message = $"Installing {host} ({Duration.Bytes(forecast.ClosureBytes)}) needs {Duration.Bytes(forecast.NeededBytes)} in "
            + $"'{forecast.Folder}', what other hosts need that are installed "
            + $"at the same time included, but only {Duration.Bytes(forecast.FreeBytes)} are free.",
        Subject = new Subject(SubjectKind.File, forecast.Folder),
        Hint = "Free some space (nix store gc removes what no system uses), install fewer hosts in one run (--host), or add "
            + "--install=direct, which needs none of it.",
    };

    /// <summary>
    /// What has to be written where. An image holds the closure and a little more; its builder has the closure once as files
    /// and once as the raw disk; the machine then writes into its own overlay.
    /// </summary>
    internal static IReadOnlyList<(string Folder, long Bytes)> Needs(
        long closure, bool isThere, string store, string scratch, string machine)
    {
        var image = isThere ? 0 : closure + ImageOverheadBytes;
        return [(store, image), (scratch, 2 * image), (machine, OverlayGrowthBytes)];
    }

    /// <summary>Zero where Nix does not tell: the forecast is then too low, and the installation itself finds out.</summary>
    private async Task<long> ClosureBytesAsync(BuiltHost host, DiskPlan plan, PhaseLog log, CancellationToken cancellation)
    {
        var call = new NixCall
        {
            Purpose = $"closure size of {host.Name}",
            Program = "nix",
            Arguments = ["path-info", "--closure-size", plan.Closure!],
            Log = log
        };
        var outcome = await nix.RunAsync(call, cancellation);
        var size = outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return outcome.Succeeded && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
    }
}
