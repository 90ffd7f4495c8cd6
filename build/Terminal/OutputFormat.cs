namespace VmTest.Terminal;

/// <summary>What standard output is for.</summary>
public enum OutputFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object a line for programs; lines for people go to standard error.</summary>
    Json,
}
