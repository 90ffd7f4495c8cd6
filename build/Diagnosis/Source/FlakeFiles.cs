using VmTest.Model;
using VmTest.Nix;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis.Source;

/// <summary>The Nix files of the flake, in the order in which they are reached from flake.nix and a host.</summary>
internal sealed class FlakeFiles
{
    private const string HostsAttribute = "nixosConfigurations";
    private readonly FlakeFolder folder;
    private readonly string? host;
    private readonly Lazy<IReadOnlyList<NixFile>> reached;
    private readonly Lazy<IReadOnlySet<string>> reachedByAll;
    private readonly HashSet<HostPaths> hostPaths = [];

    /// <param name="source">The flake.</param>
    /// <param name="host">The host that matters; null for all.</param>
    public FlakeFiles(FlakeSource source, string? host)
    {
        folder = new FlakeFolder(source.Files);
        this.host = host;
        reached = new Lazy<IReadOnlyList<NixFile>>(Reach);
        reachedByAll = new Lazy<IReadOnlySet<string>>(() => host is null ? new HashSet<string>()
            : new FlakeFiles(source, null).Reached.Select(file => file.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The files that belong to the host, as far as their paths stand in the source; flake.nix first.</summary>
    public IReadOnlyList<NixFile> Reached => reached.Value;

    /// <summary>The others, by name, without those that belong to other hosts: modules that are imported by folder and the like.</summary>
    public IEnumerable<NixFile> Others
    {
        get
        {
            var known = Reached.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
            return folder.Names().Where(name => !known.Contains(name) && !IsOfOtherHost(name)).Select(Find).OfType<NixFile>();
        }
    }

    /// <inheritdoc cref="FlakeFolder.Find"/>
    public NixFile? Find(string name) => folder.Find(name);

    /// <summary>The file that a path in another file leads to.</summary>
    /// <param name="from">The file in which the path stands.</param>
    /// <param name="path">As it stands there; what is interpolated in it is taken for the host's name.</param>
    public NixFile? Import(NixFile from, string path) =>
        path.StartsWith('.') ? ResolveForHost(Path.Combine(Path.GetDirectoryName(from.Name) ?? string.Empty, path)) : null;

    /// <summary>The name of any file that a path in another one leads to, relative to the flake; null where there is none.</summary>
    public string? Target(NixFile from, string path)
    {
        var name = Below(from, Fill(path));
        return path.StartsWith('.') && folder.Has(name) ? name : null;
    }

    /// <summary>
    /// The first path in the files of the host that leads to a file, which need not exist, or the one that leads deepest into its
    /// folder, where the rest is computed; null where none does.
    /// </summary>
    /// <param name="name">Relative to the flake.</param>
    public SourceLocation? Mention(string name)
    {
        (SourceLocation Place, int Length)? deepest = null;
        foreach (var file in Reached)
        {
            foreach (var (node, path) in file.Root.All().Select(node => (node, Spelling(node))))
            {
                if (path is null || !path.StartsWith('.'))
                {
                    continue;
                }

                var target = Below(file, Fill(path));
                if (target == name || target + "/" + FlakeFolder.DefaultFile == name)
                {
                    return file.At(node.Start);
                }

                if (target != "." && name.StartsWith(target + "/", StringComparison.Ordinal) && target.Length > (deepest?.Length ?? 0))
                {
                    deepest = (file.At(node.Start), target.Length);
                }
            }
        }

        return deepest?.Place;
    }

    /// <summary>A path as it is written, with text that is put behind it; null for any other expression.</summary>
    private static string? Spelling(NixNode node) => node switch
    {
        { Kind: NixNodeKind.Path } => node.Text,
        { Kind: NixNodeKind.Operator, Text: "+", Items: [{ Kind: NixNodeKind.Path } left, { Kind: NixNodeKind.String } right] } =>
            left.Text + right.Text,
        { Kind: NixNodeKind.String, Items: [{ Kind: NixNodeKind.Path } first, ..] }
            when node.Text.StartsWith("${}", StringComparison.Ordinal) => first.Text + node.Text["${}".Length..],
        _ => null,
    };

    /// <summary>The first path or string in the files of the host that is this path or one below it; null where none is.</summary>
    public (SourceLocation Place, NixNodeKind Kind)? Spelled(string path) => Reached.SelectMany(file => file.Root.All()
            .Where(node => node.Kind is NixNodeKind.Path or NixNodeKind.String
                && (node.Text == path || node.Text.StartsWith(path + "/", StringComparison.Ordinal)))
            .Select(node => ((SourceLocation, NixNodeKind)?)(file.At(node.Start), node.Kind)))
        .FirstOrDefault();

    private List<NixFile> Reach()
    {
        List<NixFile> order = [];
        var left = new Queue<NixFile>();
        Add(Find(FlakeFile));
        while (left.TryDequeue(out var file))
        {
            foreach (var path in Paths(file))
            {
                Add(path);
            }
        }

        return order;

        void Add(NixFile? file)
        {
            if (file is not null && !order.Contains(file))
            {
                order.Add(file);
                left.Enqueue(file);
            }
        }
    }

    private IEnumerable<NixFile?> Paths(NixFile file)
    {
        foreach (var node in Own(file.Root))
        {
            if (node.Kind == NixNodeKind.Path)
            {
                yield return Import(file, node.Text);
            }
            else if (node is { Kind: NixNodeKind.String, Items: [var first, ..] } && IsFlake(first)
                && node.Text.StartsWith("${}/", StringComparison.Ordinal))
            {
                yield return ResolveForHost(node.Text["${}/".Length..]);
            }
            else if (node is { Kind: NixNodeKind.Operator, Text: "+", Items: [var left, { Kind: NixNodeKind.String } right] })
            {
                yield return IsFlake(left) ? ResolveForHost(right.Text.TrimStart('/'))
                    : Spelling(node) is { } path ? Import(file, path)
                    : null;
            }
        }
    }

    private static bool IsFlake(NixNode node) => node is { Kind: NixNodeKind.Variable, Text: "self" }
        or { Kind: NixNodeKind.Select, Names: [{ Text: "self" }] };

    /// <summary>All of a file but what belongs to other hosts.</summary>
    private IEnumerable<NixNode> Own(NixNode root)
    {
        var others = host is null
            ? []
            : root.All().SelectMany(node => node.Bindings).SelectMany(OtherHosts).SelectMany(node => node.All())
                .ToHashSet(ReferenceEqualityComparer.Instance);
        return root.All().Where(node => !others.Contains(node));
    }

    private IEnumerable<NixNode> OtherHosts(NixBinding binding)
    {
        var at = binding.Path.ToList().FindIndex(name => name.Text == HostsAttribute);
        if (at < 0)
        {
            return [];
        }

        return binding.Path.Count > at + 1
            ? binding.Path[at + 1].Text is { } other && other != host ? [binding.Value] : []
            : binding.Value.Kind == NixNodeKind.Set && binding.Value.Bindings.Any(each => each.Path[0].Text == host)
                ? binding.Value.Bindings.Where(each => each.Path[0].Text is { } name && name != host).Select(each => each.Value)
                : [];
    }

    private string Fill(string path)
    {
        if (host is null)
        {
            return path;
        }

        while (path.IndexOf("${", StringComparison.Ordinal) is var start and >= 0)
        {
            var end = path.IndexOf('}', start);
            path = path[..start] + host + (end < 0 ? string.Empty : path[(end + 1)..]);
        }

        return path;
    }

    private NixFile? ResolveForHost(string path)
    {
        var file = folder.Resolve(Fill(path));
        if (file is not null && host is not null && HostPaths.Parse(folder.Path!, path) is { } paths)
        {
            hostPaths.Add(paths);
        }

        return file;
    }

    /// <summary>
    /// Whether only other hosts reach it, or a path that led to a file of this host leads to it, or to a folder that it is in, for
    /// another.
    /// </summary>
    private bool IsOfOtherHost(string name) => reachedByAll.Value.Contains(name)
        || hostPaths.Any(paths => paths.HostOf(name) is { } other && other != host && folder.Resolve(paths.Of(other)) is not null);

    /// <summary>A path in a file, relative to the flake.</summary>
    private static string Below(NixFile from, string path) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(from.Name) ?? string.Empty, path)));
}
