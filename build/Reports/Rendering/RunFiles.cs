using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Guest.Probe;

namespace VmTest.Reports.Rendering;

/// <summary>Reads what a run left in its folder, as far as a page can hold it. A file that is missing or broken is none.</summary>
internal sealed class RunFiles(string folder)
{
    /// <summary>A larger screenshot stays beside the page: base64 makes it a third larger again.</summary>
    private const int PageScreenshotBytes = 512 << 10;

    /// <summary>Lines of a console on the page, counted from its end; the whole is in its log.</summary>
    private const int PageConsoleLines = 2000;

    /// <summary>A list of units longer than this comes from no systemd; it is not read.</summary>
    private const int UnitsFileBytes = 64 << 20;

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    /// <summary>The last lines of a log, oldest first, and whether they are all of it.</summary>
    /// <param name="path">Relative to the report.</param>
    /// <param name="bytes">No more of it is read than this.</param>
    public (IReadOnlyList<string> Lines, bool Whole) LastLines(string path, long bytes) =>
        Read<(IReadOnlyList<string>, bool)>(path, ([], true), file =>
    {
        var start = Math.Max(0, file.Length - bytes);
        file.Position = start;
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(start == 0 ? 0 : 1).ToList();
        return ([.. lines.TakeLast(PageConsoleLines)], start == 0 && lines.Count <= PageConsoleLines);
    });

    /// <summary>The units of a dump; empty where there is none that can be read.</summary>
    /// <param name="path">Relative to the report.</param>
    public IReadOnlyList<UnitState> Units(string path) => Read<IReadOnlyList<UnitState>>(path, [], file =>
    {
        if (file.Length > UnitsFileBytes)
        {
            return [];
        }

        using var text = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, MaxDepth = 16 };
        return [.. JArray.Load(reader).OfType<JObject>().Select(UnitState.Parse).OfType<UnitState>()];
    });

    /// <summary>A PNG as a URI that holds it; null where it is none, or too large for a page.</summary>
    /// <param name="path">Relative to the report.</param>
    public string? Picture(string path) => Read<string?>(path, null, file =>
    {
        if (file.Length > PageScreenshotBytes)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().StartsWith(PngSignature) ? $"data:image/png;base64,{Convert.ToBase64String(bytes)}" : null;
    });

    /// <summary>Only what lies in the run's folder is read.</summary>
    private T Read<T>(string path, T none, Func<FileStream, T> read)
    {
        try
        {
            var full = Path.GetFullPath(Path.Combine(root, path));
            if (!full.StartsWith(root, StringComparison.Ordinal) || new FileInfo(full) is not { Exists: true, LinkTarget: null })
            {
                return none;
            }

            using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or JsonException)
        {
            // The page does without it; the report itself says what was found.
            return none;
        }
    }
}
