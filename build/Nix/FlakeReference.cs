using System.Text;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Nix;

/// <summary>
/// How the flake is named to Nix. A local flake is named <c>.</c> and Nix runs in its folder: no character of its path has
/// to be quoted, and Nix 2.8 decodes none.
/// </summary>
/// <param name="Text">The part before <c>#</c>.</param>
/// <param name="Folder">Where Nix runs; null for a flake that is no folder here.</param>
public sealed record FlakeReference(string Text, string? Folder)
{
    private const string FlakeFile = "flake.nix";

    /// <exception cref="PhaseFailedException">A local folder is missing, or holds no flake.</exception>
    public static FlakeReference Parse(string flake)
    {
        if (!Path.IsPathFullyQualified(flake))
        {
            return new FlakeReference(flake, null);
        }

        if (File.Exists(Path.Combine(flake, FlakeFile)))
        {
            return new FlakeReference(".", flake);
        }

        var what = !Directory.Exists(flake) ? "does not exist"
            : Directory.EnumerateFileSystemEntries(flake).Any() ? $"has no {FlakeFile}"
            : "is empty";
        throw new PhaseFailedException(new Finding
        {
            Code = FailureCodes.FlakeMissing,
            Origin = FailureOrigin.Configuration,
            Message = $"There is no flake to test: the folder '{flake}' {what}.",
            Subject = new Subject(SubjectKind.File, Path.Combine(flake, FlakeFile)),
            Hint = $"Name the folder that holds the {FlakeFile}: --flake=FOLDER.",
        });
    }

    /// <summary>The same folder as a plain tree, for a Git repository whose path Nix cannot write as a URL.</summary>
    public FlakeReference AsPlainFolder() => this with { Text = "path:." };

    public string Attribute(string path) => $"{Text}#{path}";

    /// <summary>
    /// Any text as a string of the Nix language, for an expression. In a URL, where Nix reads attribute paths, hardly any
    /// character but letters can stand, quoted or not.
    /// </summary>
    public static string QuoteString(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '\\' or '"' or '$' => $"\\{letter}",
                '\n' => "\\n",
                // Nix makes a line feed of it.
                '\r' => "\\r",
                '\t' => "\\t",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
