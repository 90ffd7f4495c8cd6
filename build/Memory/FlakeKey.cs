using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace VmTest.Memory;

/// <summary>Tells the records of one flake from those of another that are kept in the same folder.</summary>
internal static class FlakeKey
{
    private const int Length = 8;
    private const string Remote = "origin";

    /// <summary>
    /// A flake in a Git repository with a remote is the same in every checkout of it, so that a pull request is compared with its
    /// base; any other one is where it is.
    /// </summary>
    /// <param name="flake">An absolute path or another flake reference; null for the one that a run makes itself.</param>
    public static string Of(string? flake)
    {
        var name = flake is null ? "demo" : Directory.Exists(flake) ? OfFolder(flake) : WithoutRevision(flake);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..Length];
    }

    private static string OfFolder(string flake)
    {
        var folder = Path.TrimEndingDirectorySeparator(flake);
        try
        {
            if (Repository.Discover(folder) is { } path)
            {
                using var repository = new Repository(path);
                if (repository.Network.Remotes[Remote] is { } remote && repository.Info.WorkingDirectory is { } root)
                {
                    return $"{remote.Url}\n{Path.GetRelativePath(root, folder)}";
                }
            }
        }
        catch (LibGit2SharpException)
        {
            // One that cannot be read has its path.
        }

        return folder;
    }

    /// <summary>github:owner/name/REVISION and its kin: the same flake at another revision is still the same flake.</summary>
    private static string WithoutRevision(string reference)
    {
        var plain = reference.Split('?', '#')[0];
        var parts = plain.Split('/');
        return plain.Contains("://", StringComparison.Ordinal) || parts.Length <= 2 ? plain : string.Join('/', parts[..2]);
    }
}
