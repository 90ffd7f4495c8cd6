using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace VmTest.Supervision;

/// <summary>Names of runs and of their files. They are made of letters, digits and dashes only, whatever a host is called.</summary>
internal static partial class RunNames
{
    /// <summary>Length of an ID such as <c>20261123-074512-3f9a</c>.</summary>
    public const int IdLength = 20;

    private const int MaximumNameLength = 40;

    /// <summary>Sorts by time; two runs of one second differ.</summary>
    public static string NewId(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");

    /// <summary>Whether a folder's name is the ID of a run.</summary>
    public static bool IsId(string name) => Id().IsMatch(name);

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

    [GeneratedRegex("^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$")]
    private static partial Regex Id();
}
