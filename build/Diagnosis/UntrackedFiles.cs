using LibGit2Sharp;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>
/// Nix sees of a Git repository only what Git tracks, and up to 2.27 calls a file that was not added missing. Whoever looks
/// at the folder sees it there.
/// </summary>
internal static class UntrackedFiles
{
    /// <summary>The same failure, or one of an untracked file where the missing file is there and was not added.</summary>
    public static Finding Correct(Finding failure, FlakeSource source)
    {
        if (failure is not { Code: FailureCodes.MissingFile or FailureCodes.UntrackedFile or FailureCodes.FlakeMissing }
            || failure.Subject?.Name is not { } name || source.Folder is null)
        {
            return failure;
        }

        // Of the flake itself, Nix 2.8 knows only the copy without it.
        if (failure.Code == FailureCodes.FlakeMissing)
        {
            name = FlakeFile;
        }

        // Newer versions name the file relative to the repository.
        var relative = failure.Code == FailureCodes.UntrackedFile && source.Tree is { } tree
            ? Path.GetRelativePath(source.Folder, Path.Combine(tree, name))
            : name;
        if (source.Here(relative) is not { } path || !Path.Exists(path)
            || (failure.Code != FailureCodes.UntrackedFile && !IsUntracked(path)))
        {
            return failure;
        }

        return failure with
        {
            Code = FailureCodes.UntrackedFile,
            Subject = new Subject(SubjectKind.File, relative),
            Message = $"The file '{relative}' is not tracked by Git, so Nix does not see it.",
            Hint = $"Run: git add {ShellWord.Of(relative)}",
        };
    }

    private static bool IsUntracked(string path)
    {
        try
        {
            if (Repository.Discover(Path.GetDirectoryName(path) ?? path) is not { } found)
            {
                return false;
            }

            using var repository = new Repository(found);
            var relative = Path.GetRelativePath(repository.Info.WorkingDirectory, path);
            // A folder is tracked by way of its files.
            return !repository.Index.Any(
                entry => entry.Path == relative || entry.Path.StartsWith(relative + "/", StringComparison.Ordinal));
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
    }
}
