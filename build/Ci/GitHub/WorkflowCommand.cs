using VmTest.Text;

namespace VmTest.Ci.GitHub;

/// <summary>One command to the runner, whose texts can say anything and change nothing but themselves.</summary>
public sealed class WorkflowCommand
{
    /// <summary>Characters of a note that GitHub shows.</summary>
    private const int AnnotationLength = 4000;

    private readonly string name;
    private readonly string message;
    private readonly List<string> properties = [];

    /// <param name="name">Ours, never taken from anywhere.</param>
    /// <param name="message">Any text; longer than the runner shows, it is cut.</param>
    public WorkflowCommand(string name, string message)
    {
        this.name = name;
        this.message = Sanitizer.Line(message, AnnotationLength);
    }

    /// <summary>Adds a property; one without a value is left out.</summary>
    public WorkflowCommand With(string property, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            properties.Add($"{property}={EscapeProperty(Sanitizer.Line(value))}");
        }

        return this;
    }

    public override string ToString() =>
        $"::{name}{(properties.Count == 0 ? string.Empty : " ")}{string.Join(',', properties)}::{Escape(message)}";

    // The runner's own escapes; line feeds are gone, but whoever reads this need not know.
    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => Escape(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
