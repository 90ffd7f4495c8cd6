using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace VmTest.Mcp.Tools;

/// <summary>The definitions of the tools, with the schemas of their arguments and answers: files beside this one.</summary>
internal static class ToolDefinition
{
    /// <param name="name">Of the tool.</param>
    public static Tool Read(string name)
    {
        using var stream = typeof(ToolDefinition).Assembly.GetManifestResourceStream($"tools/{name}.json")
            ?? throw new InvalidOperationException($"the definition of {name} is missing");
        return JsonSerializer.Deserialize<Tool>(stream, McpJsonUtilities.DefaultOptions)!;
    }

    /// <summary>The names of the tool's arguments.</summary>
    public static IReadOnlyList<string> ArgumentsOf(Tool tool) =>
        [.. tool.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
}
