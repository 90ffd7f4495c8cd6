using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Sources;

/// <summary>The files of the project: what Git tracks or would track.</summary>
internal static class SourceFiles
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> Files = new(ListAsync);

    /// <returns>Paths relative to the root of the repository.</returns>
    public static Task<IReadOnlyList<string>> AllAsync() => Files.Value;

    public static string Text(string path) => File.ReadAllText(Repository.Below(path));

    private static async Task<IReadOnlyList<string>> ListAsync()
    {
        var (exitCode, output) = await Command.RunAsync("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        return exitCode == 0
            ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(Repository.Below(path)))]
            : throw new InvalidOperationException($"git ls-files failed: {output}");
    }
}
