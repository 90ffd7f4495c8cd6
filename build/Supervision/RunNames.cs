using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace VmTest.Supervision;

/// <summary>Names of runs and of their files. They are made of letters, digits and dashes only, whatever a host is called.</summary>
internal static partial class RunNames
{
    /// <summary>Length of an ID such as <c>20261123-074512-3f9a51c0</c>.</summary>
    public const int IdLength = 24;

    private const int MaximumNameLength = 40;
    private const string OutsidePrefix = "vmtest-build-";
    private const int OutsideMark = 16;
    private const int UnfinishedMark = 8;
    private const int IdMark = 8;

    /// <summary>
    /// Sorts by time; two runs of one second differ. Four digits were too few for that: of ten runs started in one second,
    /// two had the same ID once in 1,500 times, and the second could not make its folder.
    /// </summary>
    public static string NewId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(IdMark, lowercase: true)}");

    /// <summary>Whether a folder's name is the ID of a run: runs of earlier versions end in four digits.</summary>
    public static bool IsId(string name) => Id().IsMatch(name);

    /// <summary>What a run's private folder is called while it is made or removed.</summary>
    public static string Unfinished(string runId) => $".{runId}-{RandomNumberGenerator.GetHexString(UnfinishedMark, lowercase: true)}";

    /// <summary>Whether a folder's name is such a one.</summary>
    public static bool IsUnfinished(string name) => UnfinishedName().IsMatch(name);

    /// <summary>A folder of the run beside its private one; whoever knows the run's ID cannot guess it.</summary>
    public static string OutsideFolder(string runId) =>
        $"{OutsidePrefix}{runId}-{RandomNumberGenerator.GetHexString(OutsideMark, lowercase: true)}";

    /// <summary>Whether a name is one of such a folder of this run.</summary>
    public static bool IsOutsideFolder(string name, string runId) =>
        name.StartsWith($"{OutsidePrefix}{runId}-", StringComparison.Ordinal)
            && name.Length == OutsidePrefix.Length + runId.Length + 1 + OutsideMark;

    /// <summary>A file name for a host: what a host may be called in a flake is not always fit for a path.</summary>
    public static string FolderOf(string host)
    {
        var safe = string.Concat(host.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
        if (safe == host && host.Length is > 0 and <= MaximumNameLength)
        {
            return host;
        }

        var mark = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(host)))[..8];
        return $"{safe[..Math.Min(safe.Length, MaximumNameLength)]}-{mark}";
    }

    [GeneratedRegex(@"\A[0-9]{8}-[0-9]{6}-[0-9a-f]{4}([0-9a-f]{4})?\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A\..+-[0-9a-f]{8}\z")]
    private static partial Regex UnfinishedName();
}
