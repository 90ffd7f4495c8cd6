using VmTest.Model;

namespace VmTest.Ci.GitHub;

/// <summary>Turns places relative to the flake into places relative to the checkout, as annotations need them.</summary>
internal sealed class CheckoutPaths
{
    private const string Folder = "dir=";
    private static readonly string[] LocalSchemes = ["git+file://", "path:", "file://"];

    private readonly string? workspace;
    private readonly string? flake;

    /// <param name="workspace">The checkout; null where there is none.</param>
    /// <param name="flake">The flake as the report names it.</param>
    public CheckoutPaths(string? workspace, FlakeFacts? flake)
    {
        this.workspace = workspace;
        this.flake = flake is null ? null : LocalFolder(flake.Url);
    }

    /// <summary>The flake, as it is called from the checkout's root; null for one that lies elsewhere.</summary>
    public string? Flake => workspace is null || flake is null ? null
        : flake == workspace ? "."
        : flake.StartsWith(workspace + "/", StringComparison.Ordinal) ? $"./{flake[(workspace.Length + 1)..]}" : null;

    /// <summary>The path relative to the checkout; null for a file that is not in it.</summary>
    /// <param name="file">Relative to the flake, or absolute.</param>
    public string? Find(string file)
    {
        if (workspace is null)
        {
            return null;
        }

        foreach (var root in new[] { flake, workspace }.OfType<string>())
        {
            var full = Path.GetFullPath(Path.Combine(root, file));
            if (full.StartsWith(workspace + "/", StringComparison.Ordinal) && File.Exists(full))
            {
                return full[(workspace.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>The folder of a flake on this machine, out of any way to refer to it; null for others.</summary>
    private static string? LocalFolder(string url)
    {
        var scheme = LocalSchemes.FirstOrDefault(each => url.StartsWith(each, StringComparison.Ordinal)) ?? string.Empty;
        var parts = url[scheme.Length..].Split('?', 2);
        var folder = Uri.UnescapeDataString(parts[0]);
        if (!Path.IsPathFullyQualified(folder))
        {
            return null;
        }

        var below = parts.Length < 2 ? null : parts[1].Split('&').FirstOrDefault(each => each.StartsWith(Folder, StringComparison.Ordinal));
        return Path.TrimEndingDirectorySeparator(
            below is null ? folder : Path.Combine(folder, Uri.UnescapeDataString(below[Folder.Length..])));
    }
}
