using VmTest.Ci.GitHub;

namespace VmTest.Ci;

/// <summary>The known continuous integration hosts; a new one is a class and a line here.</summary>
internal static class CiHosts
{
    private static readonly Func<Func<string, string?>, ICiHost?>[] Known = [GitHubHost.Detect];

    /// <param name="variable">Gives an environment variable, or null.</param>
    public static ICiHost Detect(Func<string, string?> variable) =>
        Known.Select(detect => detect(variable)).OfType<ICiHost>().FirstOrDefault() ?? new NoCiHost();

    /// <summary>The variables by which the hosts are recognised; tests start runs without them.</summary>
    public static IReadOnlyList<string> Variables { get; } = [GitHubHost.Variable];
}
