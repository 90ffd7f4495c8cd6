using System.Text.RegularExpressions;

namespace VmTest.Runner;

/// <summary>
/// Reads a step's log as the runner of a GitHub workflow does: which of its lines act, and what is left of it for people.
/// A stand-in, made after the runner's documentation of its commands.
/// </summary>
public sealed partial class RunnerLog
{
    private const string Stop = "stop-commands";

    private readonly List<RunnerCommand> commands = [];
    private readonly List<string> lines = [];
    private string? token;

    public RunnerLog(string log)
    {
        foreach (var line in log.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            Read(line);
        }
    }

    /// <summary>The commands that were obeyed, in their order; those that stop and resume commands aside.</summary>
    public IReadOnlyList<RunnerCommand> Commands => commands;

    public IReadOnlyList<string> Lines => lines;

    /// <summary>Whether the last words of the log were an end of the fence, so that a later command in the step acts again.</summary>
    public bool IsOpen => token is null;

    public IEnumerable<RunnerCommand> Annotations => commands.Where(command => command.Name is "error" or "warning" or "notice");

    private void Read(string line)
    {
        if (Parse(line) is not { } command || (token is not null && command.Name != token))
        {
            lines.Add(line);
            return;
        }

        if (command.Name == token)
        {
            token = null;
        }
        else if (command.Name == Stop)
        {
            token = command.Message;
        }
        else
        {
            commands.Add(command);
        }
    }

    /// <summary>The present form at the start of a line, blanks aside; the old form wherever it stands.</summary>
    private static RunnerCommand? Parse(string line)
    {
        var present = Present().Match(line);
        var match = present.Success ? present : Old().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in match.Groups["properties"].Value.Split(present.Success ? ',' : ';').Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2))
        {
            properties[pair[0].Trim()] = Unescape(pair[1]);
        }

        return new RunnerCommand(match.Groups["name"].Value, properties, Unescape(match.Groups["message"].Value));
    }

    private static string Unescape(string text) => text
        .Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)
            .Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*::(?<name>[^\s:]+)(?: (?<properties>.*?))?::(?<message>.*)$")]
    private static partial Regex Present();

    [GeneratedRegex(@"##\[(?<name>[^\]\s]+)(?: (?<properties>[^\]]*))?\](?<message>.*)$")]
    private static partial Regex Old();
}
