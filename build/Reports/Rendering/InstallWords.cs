using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>An installation in words for people.</summary>
internal static class InstallWords
{
    /// <summary>What was done and what it is good for.</summary>
    public static string Summary(InstallReport install) => install switch
    {
        { Mode: InstallMode.Direct } => "Not installed",
        { Strategy: null } => "No install strategy",
        { Reused: true } => "Installed by an earlier run, on a fresh disk now",
        _ => "Installed on an empty disk",
    };

    /// <summary>Null where nothing was forecast.</summary>
    public static string? Forecast(InstallReport install) => install.Forecast is { } forecast
        ? $"{Duration.Bytes(forecast.ClosureBytes)} of system need {Duration.Bytes(forecast.NeededBytes)} in {forecast.Folder}, where "
            + $"{Duration.Bytes(forecast.FreeBytes)} were free"
        : null;
}
