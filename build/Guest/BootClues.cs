using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;

namespace VmTest.Guest;

/// <summary>What the console has said that may name the cause of a boot's end, in its order and in bounded memory.</summary>
public sealed partial class BootClues
{
    private static readonly RemarkKind[] BeforeKernel =
        [RemarkKind.FirmwareEntry, RemarkKind.NothingToBoot, RemarkKind.Loader, RemarkKind.LoaderConsequence];

    private static readonly RemarkKind[] OfInitrd =
    [
        RemarkKind.DeviceAwaited, RemarkKind.DeviceMissing, RemarkKind.PoolMissing, RemarkKind.CheckFailed, RemarkKind.SystemMissing,
        RemarkKind.MountFailed, RemarkKind.ModuleMissing, RemarkKind.FileSystemError, RemarkKind.InitrdBroken, RemarkKind.Passphrase,
        RemarkKind.InitFailed,
    ];

    private readonly Lock gate = new();
    private readonly List<ConsoleRemark> remarks = [];
    private readonly HashSet<(RemarkKind Kind, string Text)> known = [];
    private readonly Dictionary<string, TimeSpan> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> reasons = new(StringComparer.Ordinal);
    private readonly List<string> activation = [];
    private bool kernel;
    private bool initrdOfSystemd;
    private bool beyondInitrd;
    private bool emptyMenu;

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

    /// <summary>All that it said, oldest first.</summary>
    public IReadOnlyList<ConsoleRemark> Remarks
    {
        get
        {
            lock (gate)
            {
                return [.. remarks];
            }
        }
    }

    /// <summary>Start jobs that the console showed as running and never as finished, the one first that has run the longest.</summary>
    public IReadOnlyList<(string What, TimeSpan Since)> RunningJobs
    {
        get
        {
            lock (gate)
            {
                return [.. jobs.OrderByDescending(job => job.Value).Select(job => (job.Key, job.Value))];
            }
        }
    }

    /// <summary>Whether somebody asked again for a passphrase after it was typed.</summary>
    public bool PassphraseRefused { get; set; }

    /// <summary>The mapping of an encrypted disk that its initrd could not open and cannot do without; null where there is none.</summary>
    public string? LockedDevice
    {
        get
        {
            var said = Remarks;
            var failed = said.Select(remark => remark.Kind == RemarkKind.UnitFailed ? Unlocking().Match(remark.Text) : Match.Empty)
                .LastOrDefault(match => match.Success);
            return failed is not null && !BeyondInitrd
                && said.Any(remark => remark.Kind == RemarkKind.DependencyFailed && AllUnlocked().IsMatch(remark.Text))
                    ? failed.Groups["what"].Value
                    : null;
        }
    }

    /// <summary>Whether a kernel has begun: firmware and boot loader are behind it.</summary>
    public bool KernelStarted => Volatile.Read(ref kernel);

    /// <summary>Whether the real system has begun: the initrd is behind it.</summary>
    public bool BeyondInitrd => Volatile.Read(ref beyondInitrd);

    /// <summary>Whether a boot loader showed a menu without anything to start.</summary>
    public bool HasEmptyMenu => Volatile.Read(ref emptyMenu);

    /// <summary>The first of a kind; null where there is none.</summary>
    public ConsoleRemark? First(params RemarkKind[] kinds) => Remarks.FirstOrDefault(remark => kinds.Contains(remark.Kind));

    /// <summary>With which status a unit's program ended, as systemd writes it; null where it did not say so.</summary>
    public string? ReasonOf(string unit)
    {
        lock (gate)
        {
            return reasons.GetValueOrDefault(unit);
        }
    }

    public void Add(ConsoleSign sign, string line)
    {
        lock (gate)
        {
            Follow(sign, line);
            if (sign == ConsoleSign.UnitStarted)
            {
                foreach (var done in jobs.Keys.Where(job => line.Contains(job, StringComparison.Ordinal)).ToList())
                {
                    jobs.Remove(done);
                }
            }
            else if (remarks is [.., { Kind: RemarkKind.Loader } wrapped] && WrappedEnd().IsMatch(line))
            {
                // GRUB breaks its lines between words.
                remarks[^1] = wrapped with { Text = $"{wrapped.Text} {line.Trim()}" };
            }
            else if (ConsoleRemarks.Parse(line) is { } remark && !IsCutFormOfLast(remark))
            {
                Add(remark, line);
            }
        }
    }

    private void Follow(ConsoleSign sign, string line)
    {
        switch (sign)
        {
            case ConsoleSign.KernelStarted:
                kernel = true;
                beyondInitrd = initrdOfSystemd = false;
                Forget(BeforeKernel);
                break;
            case ConsoleSign.InitrdStarted:
                initrdOfSystemd = line.Contains("Running in initrd", StringComparison.Ordinal);
                kernel = true;
                break;
            case ConsoleSign.Userspace when initrdOfSystemd && line.StartsWith("Welcome to ", StringComparison.Ordinal):
                // Older releases greet from the initrd with the name of the system itself; the next greeting is the system's.
                initrdOfSystemd = false;
                break;
            case ConsoleSign.Userspace:
                kernel = beyondInitrd = true;
                Forget(OfInitrd);
                break;
            case ConsoleSign.LoaderWithoutEntry:
                emptyMenu = true;
                break;
            default:
                break;
        }
    }

    /// <summary>What was said of a stage that is behind the boot did not end it.</summary>
    private void Forget(RemarkKind[] kinds)
    {
        remarks.RemoveAll(remark => kinds.Contains(remark.Kind));
        known.RemoveWhere(entry => kinds.Contains(entry.Kind));
        jobs.Clear();
    }

    private void Add(ConsoleRemark remark, string line)
    {
        switch (remark.Kind)
        {
            case RemarkKind.JobRunning when jobs.Count < Limits.ReportListLength || jobs.ContainsKey(remark.What):
                jobs[remark.What] = Time(remark.Detail);
                return;
            case RemarkKind.JobRunning:
                return;
            case RemarkKind.UnitReason:
                if (reasons.Count < Limits.ReportListLength)
                {
                    reasons.TryAdd(remark.What, remark.Detail);
                }

                return;
            case RemarkKind.UnitName:
                NameLast(remark.What.Replace(@"\\", @"\", StringComparison.Ordinal));
                return;
            case RemarkKind.SnippetFailed when activation.Count < Limits.ExcerptLines:
                activation.Add(line);
                break;
            default:
                break;
        }

        // The journal and the status line say the same of a unit: first its name and result, then its description.
        var text = StatusWord().Replace(remark.Text, string.Empty);
        // Asked first: what a guest makes up must not be kept only to know it again.
        if (known.Count >= Limits.ReportListLength * 2 || !known.Add((remark.Kind, text))
            || remarks.Count(other => other.Kind == remark.Kind) >= Limits.ReportListLength)
        {
            return;
        }

        jobs.Remove(remark.What);
        if (remark.Kind == RemarkKind.UnitFailed && remarks is [.., { Kind: RemarkKind.UnitFailed, Detail.Length: > 0 } last]
            && remark.Detail.Length == 0 && !UnitSuffix().IsMatch(remark.What))
        {
            remarks[^1] = last with { Text = text, Detail = string.Empty };
            return;
        }

        remarks.Add(remark with { Text = text });
    }

    private void NameLast(string unit)
    {
        var at = remarks.FindLastIndex(remark => remark.Kind is RemarkKind.UnitFailed or RemarkKind.CheckFailed);
        if (at >= 0 && remarks[at].Kind == RemarkKind.UnitFailed)
        {
            jobs.Remove(remarks[at].What);
            remarks[at] = remarks[at] with { What = unit };
        }
    }

    /// <summary>systemd logs a device by its whole name, and then cuts it in the middle to show it in one line.</summary>
    private bool IsCutFormOfLast(ConsoleRemark remark) =>
        remark.Kind == RemarkKind.DeviceMissing && remark.What.Split('…') is [var start, var end]
            && remarks.Exists(other => other.Kind == remark.Kind && other.What.StartsWith(start, StringComparison.Ordinal)
                && other.What.EndsWith(end, StringComparison.Ordinal));

    /// <summary>systemd's <c>1min 20s</c>.</summary>
    private static TimeSpan Time(string text) => TimePart().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
        sum + (part.Groups["unit"].Value switch
        {
            "h" => TimeSpan.FromHours(1),
            "min" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.FromSeconds(1),
        } * int.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?<number>\d{1,6})(?<unit>h|min|s)\b")]
    private static partial Regex TimePart();

    [GeneratedRegex(@"^\s*not found\.?\s*$")]
    private static partial Regex WrappedEnd();

    [GeneratedRegex(@"^\[(?:FAILED|DEPEND|ASSERT| TIME )\] ")]
    private static partial Regex StatusWord();

    [GeneratedRegex(@"Cryptography Setup for (?<what>\S{1,100}?)\.?$")]
    private static partial Regex Unlocking();

    // A mapping that may fail (nofail) is only wanted, and fails nothing.
    [GeneratedRegex(@"cryptsetup\.target|Local Encrypted Volumes")]
    private static partial Regex AllUnlocked();

    [GeneratedRegex(@"\.(?:service|socket|mount|automount|timer|path|swap|device|target)$")]
    private static partial Regex UnitSuffix();
}
