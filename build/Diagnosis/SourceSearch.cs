using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>
/// Looks for the text of an assertion or a throw in the flake's own files; a text that stands in one place only is that
/// place.
/// </summary>
internal static class SourceSearch
{
    /// <summary>Files of the flake in which the text of an assertion is looked for, and the size of the largest of them.</summary>
    private const int SearchedFiles = 2000;

    private const long SearchedFileBytes = 1 << 20;

    private const string Pattern = "*.nix";

    /// <summary>Shorter texts stand anywhere.</summary>
    private const int ShortestText = 8;

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint
    };

    /// <summary>Null where the text stands nowhere, or in several places.</summary>
    public static SourceLocation? Find(FlakeSource source, string text)
    {
        var first = text.Split('\n')[0].Trim();
        if (source.Folder is not { } folder || first.Length < ShortestText)
        {
            return null;
        }

        try
        {
            var places = Directory.EnumerateFiles(folder, Pattern, Everywhere).Take(SearchedFiles)
                .SelectMany(file => Search(file, first).Select(
                    place => new SourceLocation(Path.GetRelativePath(folder, file), place.Line, place.Column)))
                .Take(2)
                .ToList();
            return places.Count == 1 ? places[0] : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<(int Line, int Column)> Search(string file, string text)
    {
        if (new FileInfo(file).Length > SearchedFileBytes)
        {
            yield break;
        }

        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.IndexOf(text, StringComparison.Ordinal) is var at and >= 0)
            {
                yield return (number, at + 1);
            }
        }
    }
}
