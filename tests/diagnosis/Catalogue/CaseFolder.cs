using LibGit2Sharp;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>A case's flake, written to a folder of its own.</summary>
internal sealed class CaseFolder : IDisposable
{
    public const string NixpkgsHole = "@NIXPKGS@";
    public const string ServerHole = "@SERVER@";
    public const string TlsHole = "@TLS@";
    public const string SshHole = "@SSH-";
    public const string RootHole = "@ROOT@";
    public const string UniqueHole = "@UNIQUE@";

    /// <summary>What has this in its name was never built before.</summary>
    private static readonly string Unique = Guid.NewGuid().ToString("N");

    private static readonly string StandIn = Path.Combine(TestContext.CurrentContext.TestDirectory, "stand-in");

    private CaseFolder(string root, CatalogueCase each)
    {
        Root = root;
        Case = each;
        Flake = Path.GetFullPath(Path.Combine(root, "flake", each["flake"] ?? "."));
        Output = Path.Combine(root, "output");
    }

    public CatalogueCase Case { get; }

    public string Root { get; }

    public string Flake { get; }

    public string Output { get; }

    /// <summary>Values for the holes in a case's files and expectations.</summary>
    public static string Fill(string text, string root) =>
        (text.Contains(SshHole, StringComparison.Ordinal) ? Network.SshServer.Fill(text) : text)
        .Replace(NixpkgsHole, StandIn, StringComparison.Ordinal)
        .Replace(ServerHole, Network.LocalServer.Shared.Address, StringComparison.Ordinal)
        .Replace(TlsHole, Network.LocalServer.Shared.TlsAddress, StringComparison.Ordinal)
        .Replace(UniqueHole, Unique, StringComparison.Ordinal)
        .Replace(RootHole, root, StringComparison.Ordinal);

    /// <summary>The same the other way round, for a recording that holds on every machine.</summary>
    public static string Empty(string text, string root) => text
        .Replace(StandIn, NixpkgsHole, StringComparison.Ordinal)
        .Replace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/", "/home/user/", StringComparison.Ordinal)
        .Replace(Network.LocalServer.Shared.Address, ServerHole, StringComparison.Ordinal)
        .Replace(Network.LocalServer.Shared.TlsAddress, TlsHole, StringComparison.Ordinal)
        .Replace(root, RootHole, StringComparison.Ordinal);

    public static CaseFolder Make(CatalogueCase each)
    {
        var root = Directory.CreateTempSubdirectory("vmtest-case-").FullName;
        var tree = Directory.CreateDirectory(Path.Combine(root, "flake")).FullName;
        foreach (var (name, text) in each.Files)
        {
            var path = Path.Combine(tree, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Fill(text, root));
        }

        if (each["git"] is not null)
        {
            Repository.Init(tree);
            using var repository = new Repository(tree);
            foreach (var name in each.Files.Keys.Where(name => name != each["untracked"]))
            {
                Commands.Stage(repository, name);
            }
        }

        return new CaseFolder(root, each);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
