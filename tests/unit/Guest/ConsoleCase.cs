using System.Text;
using VmTest.Guest;
using VmTest.Guest.Verdicts;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Guest;

/// <summary>A console of a boot that fails, and what has to be said of it; see the note beside the fixtures.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Subject">What fails, by name; empty where nothing has a name.</param>
/// <param name="Word">What the message has to say.</param>
/// <param name="End">What ends the wait where no sign of the console does.</param>
/// <param name="Text">What the console shows.</param>
internal sealed record ConsoleCase(string Name, string Code, string Subject, string Word, BootEndKind End, string Text)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static IEnumerable<ConsoleCase> All()
    {
        foreach (var file in Directory.GetFiles(Repository.Below("tests/unit/fixtures/consoles"), "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var part in File.ReadAllText(file).Split("== ", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = part.Split('\n', 2);
                var words = lines[0].Split('|', StringSplitOptions.TrimEntries);
                yield return new ConsoleCase(words[0], words[1], words[2], words[3], EndOf(words.ElementAtOrDefault(4)), lines[1]);
            }
        }
    }

    public override string ToString() => Name;

    /// <summary>Plays it as a run does: the first sign that decides ends the wait, and the console goes on for a moment.</summary>
    public IReadOnlyList<Finding> Explain()
    {
        var evidence = new Evidence();
        var signals = new BootSignals(() => Limit);
        evidence.OnConsole = signals.OnConsole;

        // A prompt has no end of its line.
        evidence.Console.Feed(Encoding.UTF8.GetBytes(Text[^2] is ' ' or ':' or '>' ? Text[..^1] : Text));
        var end = signals.Ended.IsCompleted ? signals.Ended.Result : new BootEnd(End, "x", Limit);
        return BootVerdict.Explain(end, evidence.Boot, Limit);
    }

    private static BootEndKind EndOf(string? word) => word switch
    {
        "silent" => BootEndKind.Silent,
        "exit" => BootEndKind.GuestExited,
        "reboot" => BootEndKind.RebootLoop,
        _ => BootEndKind.Timeout,
    };
}
