using System.Text.Json.Nodes;
using VmTest.Mcp.Runs;

namespace VmTest.Mcp.Tools;

/// <summary>One tool of the server.</summary>
internal interface ITool
{
    /// <summary>Its name, and that of its definition.</summary>
    string Name { get; }

    /// <summary>Answers one call.</summary>
    /// <param name="arguments">Names are those of the definition; values are not checked yet.</param>
    /// <param name="progress">Gets to know how far it is.</param>
    /// <param name="cancellation">Ends the call, after its teardown.</param>
    /// <returns>As the definition's output schema says, at most 4 KB.</returns>
    /// <exception cref="CommandLine.UsageException">An argument does not fit; the message says what does.</exception>
    Task<JsonObject> CallAsync(ToolArguments arguments, ProgressReporter progress, CancellationToken cancellation);
}
