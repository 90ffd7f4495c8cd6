namespace VmTest.Guest;

/// <summary>
/// The key that GRUB asks for when an entry could not be started. It would go on by itself after ten seconds of its own clock,
/// which under software emulation is a minute: the key changes only when it does.
/// </summary>
/// <param name="keyboard">The console's other direction.</param>
internal sealed class LoaderKey(Stream keyboard)
{
    /// <summary>GRUB asks once for each entry that it falls back on; a guest may make up any number of prompts.</summary>
    private const int MostPresses = 8;

    private int presses;

    public void Press()
    {
        if (Interlocked.Increment(ref presses) <= MostPresses)
        {
            _ = PressAsync();
        }
    }

    private async Task PressAsync()
    {
        try
        {
            await keyboard.WriteAsync("\r"u8.ToArray());
            await keyboard.FlushAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone, which tells by itself.
        }
    }
}
