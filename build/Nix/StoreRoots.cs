using VmTest.Supervision;

namespace VmTest.Nix;

/// <summary>
/// Keeps what a run has built from the garbage collector until the run is over. Nix follows these links from its own
/// folder of roots, and forgets them once they are gone with the run's private folder.
/// </summary>
internal static class StoreRoots
{
    private const string Folder = "roots";

    /// <summary>The arguments of <c>nix-store --realise</c> that make a root of each output.</summary>
    /// <param name="directory">The run's private folder.</param>
    /// <param name="name">Of the root; further outputs get a number behind it.</param>
    public static IReadOnlyList<string> For(RunDirectory directory, string name) =>
        ["--add-root", Path.Combine(directory.MakeFolder(Folder), name), "--indirect"];
}
