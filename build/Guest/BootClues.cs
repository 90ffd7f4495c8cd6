using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;

namespace VmTest.Guest;

/// <summary>Console lines that do not end a boot by themselves, but name the cause of an end that follows.</summary>
public sealed partial class BootClues
{
    private readonly Lock gate = new();
    private readonly Dictionary<ConsoleSign, string> first = [];
    private readonly List<string> activation = [];

    /// <summary>Snippets of the activation script that failed; the boot goes on without them.</summary>
    public IReadOnlyList<string> FailedSnippets
    {
        get
        {
            lock (gate)
            {
                return [.. activation];
            }
        }
    }

    public void Add(ConsoleSign sign, string line)
    {
        lock (gate)
        {
            if (sign is ConsoleSign.RootMissing or ConsoleSign.LoaderError or ConsoleSign.LoaderWithoutEntry or ConsoleSign.OutOfMemory)
            {
                first.TryAdd(sign, line);
            }
            else if (sign == ConsoleSign.ActivationFailed && activation.Count < Limits.ExcerptLines)
            {
                activation.Add(line);
            }
        }
    }

    /// <summary>The first line with that sign; null where there was none.</summary>
    public string? LineOf(ConsoleSign sign)
    {
        lock (gate)
        {
            return first.GetValueOrDefault(sign);
        }
    }

    /// <summary>The device that a line about a missing root file system names; null where it names none.</summary>
    public static string? DeviceIn(string line) =>
        Device().Match(line) is { Success: true } match ? match.Groups["device"].Value.TrimEnd('.', ',', ':') : null;

    [GeneratedRegex(@"(?:root device|waiting for device|cannot mount)\s+""?(?<device>[^\s""]+)")]
    private static partial Regex Device();
}
