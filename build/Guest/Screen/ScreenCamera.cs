using VmTest.Qemu;

namespace VmTest.Guest.Screen;

/// <summary>Takes pictures of a machine's screen through QEMU.</summary>
/// <param name="vm">The VM.</param>
/// <param name="folder">A private folder that QEMU can write to.</param>
/// <param name="time">For the waiting.</param>
public sealed class ScreenCamera(Vm vm, string folder, TimeProvider time)
{
    /// <summary>How often the screen is looked at meanwhile.</summary>
    private static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(500);

    private const string Picture = "screen.png";
    private const string Pixels = "screen.ppm";

    /// <summary>Takes a picture now.</summary>
    /// <returns>Null where the machine has no screen, is gone, or its QEMU (before 7.1) writes no PNG.</returns>
    public async Task<Screenshot?> TakeAsync(CancellationToken cancellation)
    {
        try
        {
            var pixels = await DumpAsync(Pixels, null, cancellation);
            // The same moment twice: nothing can be done about a screen that changes in between, and nothing depends on it.
            var picture = await DumpAsync(Picture, "png", cancellation);
            var map = PixMap.Parse(await File.ReadAllBytesAsync(pixels, cancellation));
            return new Screenshot(picture, map.Width, map.Height, map.Colours(Screenshot.ColoursOfAPicture), map.IsBlank());
        }
        catch (Exception error) when (error is IOException or TimeoutException or InvalidDataException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits until something is drawn, for a display manager is active before its first picture is there, and takes a
    /// picture of whatever there is in the end.
    /// </summary>
    /// <returns>Null as for <see cref="TakeAsync"/>.</returns>
    public async Task<Screenshot?> WaitAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var shot = await TakeAsync(cancellation);
            if (shot is null or { IsPicture: true } || time.GetElapsedTime(started) >= ScreenWarnings.FirstPicture)
            {
                return shot;
            }

            await Task.Delay(PictureInterval, time, cancellation);
        }
    }

    private async Task<string> DumpAsync(string name, string? format, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        File.Delete(path);
        await vm.DumpScreenAsync(path, format, cancellation);
        return path;
    }
}
