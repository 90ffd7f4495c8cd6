namespace VmTest.Ci.GitHub;

/// <summary>What the runner of a GitHub workflow tells a step through its environment.</summary>
public sealed record GitHubJob
{
    /// <summary>The variable by which a step of a GitHub workflow is told from everything else.</summary>
    public const string Mark = "GITHUB_ACTIONS";

    private const string True = "true";

    /// <summary>The checkout; places of annotations are relative to it. Null where the runner names none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The file that takes the step's outputs.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The file that takes the step's summary, in Markdown.</summary>
    public string? SummaryFile { get; init; }

    /// <summary>Null everywhere but in a step of a GitHub workflow.</summary>
    /// <param name="variable">Gives an environment variable, or null.</param>
    public static GitHubJob? Detect(Func<string, string?> variable) => variable(Mark) != True ? null : new GitHubJob
    {
        Workspace = Path.IsPathFullyQualified(variable("GITHUB_WORKSPACE") ?? string.Empty) ? Path.TrimEndingDirectorySeparator(variable("GITHUB_WORKSPACE")!) : null,
        OutputFile = Text(variable("GITHUB_OUTPUT")),
        SummaryFile = Text(variable("GITHUB_STEP_SUMMARY")),
    };

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
