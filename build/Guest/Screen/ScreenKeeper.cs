using VmTest.Qemu;
using VmTest.Record;

namespace VmTest.Guest.Screen;

/// <summary>
/// Keeps what is on a host's screen among the files of the run: of a desktop always, of others where something went wrong,
/// for they may say there what no serial line tells; a blank screen says nothing.
/// </summary>
/// <param name="vm">The VM.</param>
/// <param name="scratch">A private folder that QEMU can write to.</param>
/// <param name="time">For the waiting.</param>
internal sealed class ScreenKeeper(Vm vm, string scratch, TimeProvider time)
{
    /// <param name="host">The host's name.</param>
    /// <param name="file">Names the file for the picture, once there is one.</param>
    /// <param name="wait">Whether something has to appear on it, as on a desktop that is well.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The doubt where nothing appeared although it had to; else null.</returns>
    public async Task<Finding?> KeepAsync(string host, Func<string> file, bool wait, CancellationToken cancellation)
    {
        var camera = new ScreenCamera(vm, scratch, time);
        var shot = wait ? await camera.WaitAsync(cancellation) : await camera.TakeAsync(cancellation);
        if (shot is not null && (wait || !shot.IsBlank))
        {
            File.Copy(shot.File, file(), overwrite: true);
        }

        return wait && shot is not { IsPicture: true } ? ScreenWarnings.NoPicture(host, shot) : null;
    }
}
