using VmTest.Model;
using VmTest.Qemu;
using VmTest.Runs;

namespace VmTest.Guest.Screen;

/// <summary>
/// Keeps what is on a host's screen among the files of the run: of a desktop always, of others where something went wrong,
/// for they may say there what no serial line tells.
/// </summary>
internal sealed class ScreenKeeper(RunSession session, HostRun host, QmpClient qmp)
{
    /// <param name="wait">Whether something has to appear on it, as on a desktop that is well; a warning says where nothing does.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task KeepAsync(bool wait, CancellationToken cancellation)
    {
        var camera = new ScreenCamera(qmp, host.Machine!.Folder, session.Time);
        var shot = wait ? await camera.WaitAsync(cancellation) : await camera.TakeAsync(cancellation);
        if (shot is not null)
        {
            File.Copy(shot.File, session.HostFile(host, RunPaths.Screenshot), overwrite: true);
        }

        if (wait && shot is not { IsPicture: true })
        {
            session.Warn(ScreenWarnings.NoPicture(host.Name, shot));
        }
    }
}
