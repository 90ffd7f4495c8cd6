namespace VmTest.Diagnosis.Source;

/// <summary>A path in which the host's name is filled in, as in <c>./hosts/${name}/configuration.nix</c>.</summary>
/// <param name="Folder">The folder before the name, relative to the flake; empty, or ends with a slash.</param>
/// <param name="Rest">What follows the name.</param>
internal sealed record HostPaths(string Folder, string Rest)
{
    private const string Extension = ".nix";

    /// <param name="flake">The flake's folder.</param>
    /// <param name="path">Relative to it, with an interpolation.</param>
    /// <returns>Null where the name is not a part of its own, or none is filled in.</returns>
    public static HostPaths? Parse(string flake, string path)
    {
        var start = path.IndexOf("${", StringComparison.Ordinal);
        var end = start < 0 ? -1 : path.IndexOf('}', start);
        if (end < 0 || (start > 0 && path[start - 1] != '/'))
        {
            return null;
        }

        var rest = path[(end + 1)..];
        if (rest.Length > 0 && rest[0] != '/' && rest != Extension)
        {
            return null;
        }

        var folder = Path.GetRelativePath(flake, Path.GetFullPath(Path.Combine(flake, path[..start])));
        return new HostPaths(folder == "." ? string.Empty : folder + "/", rest);
    }

    /// <summary>The path for a host.</summary>
    public string Of(string host) => $"{Folder}{host}{Rest}";

    /// <summary>The host to which a file would belong; null for a file elsewhere.</summary>
    /// <param name="file">Relative to the flake.</param>
    public string? HostOf(string file)
    {
        if (!file.StartsWith(Folder, StringComparison.Ordinal))
        {
            return null;
        }

        var name = file[Folder.Length..].Split('/')[0];
        return name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name;
    }
}
