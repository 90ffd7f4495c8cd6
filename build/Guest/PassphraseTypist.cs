using System.Text;
using VmTest.Guest.Serial;
using VmTest.Text;

namespace VmTest.Guest;

/// <summary>
/// Types a passphrase behind each prompt for one, as a person would: on the console, once. A prompt that comes back for the
/// same device says that the passphrase is not the right one.
/// </summary>
/// <param name="passphrase">What is typed.</param>
/// <param name="keyboard">The console's other direction.</param>
/// <param name="time">For the pause before it.</param>
internal sealed class PassphraseTypist(Secret passphrase, Stream keyboard, TimeProvider time)
{
    /// <summary>
    /// Programs write the prompt first and switch off the echo afterwards; some drop what came before. A guest under software
    /// emulation takes some tens of milliseconds from one to the other.
    /// </summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a busy guest may take to show what was typed.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(20);

    /// <summary>A guest may make up as many prompts as it likes.</summary>
    private const int MostPrompts = 64;

    private readonly Lock gate = new();
    // What is asked for, and whether the answer has been typed; it is not while the pause lasts.
    private readonly Dictionary<string, bool> answers = new(StringComparer.Ordinal);
    private long? typedAt;

    /// <summary>Whether the console may be showing what was typed.</summary>
    public bool MayEcho
    {
        get
        {
            lock (gate)
            {
                return typedAt is { } at && time.GetElapsedTime(at) < Echo;
            }
        }
    }

    /// <summary>Takes a prompt.</summary>
    /// <param name="line">The console's line.</param>
    /// <returns>What becomes of it.</returns>
    public PromptAnswer Take(string line)
    {
        if (ConsoleRemarks.Parse(line) is not { Kind: RemarkKind.Passphrase } prompt || IsForPin(prompt))
        {
            return PromptAnswer.None;
        }

        lock (gate)
        {
            if (answers.TryGetValue(prompt.What, out var isTyped))
            {
                return isTyped ? PromptAnswer.Refused : PromptAnswer.Typed;
            }

            if (answers.Count == MostPrompts)
            {
                return PromptAnswer.None;
            }

            answers.Add(prompt.What, false);
        }

        _ = TypeAsync(prompt.What);
        return PromptAnswer.Typed;
    }

    /// <summary>A token's PIN is no passphrase, and a wrong one may lock the token.</summary>
    private static bool IsForPin(ConsoleRemark prompt) => prompt.What.EndsWith("PIN", StringComparison.Ordinal);

    private async Task TypeAsync(string what)
    {
        await Task.Delay(Pause, time);
        lock (gate)
        {
            answers[what] = true;
            typedAt = time.GetTimestamp();
        }

        try
        {
            await keyboard.WriteAsync(Encoding.UTF8.GetBytes($"{passphrase.Reveal()}\r"));
            await keyboard.FlushAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone, which tells by itself.
        }
    }
}
