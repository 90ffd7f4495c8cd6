using System.Text.Json;
using VmTest.CommandLine;
using VmTest.Text;

namespace VmTest.Mcp.Tools;

/// <summary>The arguments of a call. Whoever calls is an agent, which reads the error and calls again.</summary>
internal sealed class ToolArguments
{
    private readonly IReadOnlyDictionary<string, JsonElement> values;

    /// <param name="values">As they came; a null is one that was not given.</param>
    /// <param name="known">The names that the tool's definition has.</param>
    /// <exception cref="UsageException">A name is unknown.</exception>
    public ToolArguments(IEnumerable<KeyValuePair<string, JsonElement>> values, IReadOnlyList<string> known)
    {
        this.values = values.Where(entry => entry.Value.ValueKind != JsonValueKind.Null).ToDictionary(StringComparer.Ordinal);
        if (this.values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new UsageException(
                NearestName.Explain($"There is no argument '{Sanitizer.Line(unknown, 100)}'.", unknown, known, string.Empty));
        }
    }

    /// <exception cref="UsageException">It is no text.</exception>
    public string? Text(string name) => !values.TryGetValue(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new UsageException($"'{name}' takes a text, but got {Shown(value)}.");

    /// <exception cref="UsageException">It is no whole number in these bounds.</exception>
    public int? Number(string name, int least, int most) => !values.TryGetValue(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
        : throw new UsageException($"'{name}' takes a whole number from {least} to {most}, but got {Shown(value)}.");

    /// <summary>What of these is given, as words of a command line: <c>boot_timeout</c> becomes <c>--boot-timeout</c>.</summary>
    /// <exception cref="UsageException">A value is neither a text, a number nor a list of texts.</exception>
    public IReadOnlyList<string> Words(params IReadOnlyList<string> names) =>
        [.. names.Where(values.ContainsKey).Select(name => $"--{name.Replace('_', '-')}={Word(name, values[name])}")];

    private static string Word(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array when value.EnumerateArray().All(IsName) =>
            string.Join(',', value.EnumerateArray().Select(each => each.GetString())),
        _ => throw new UsageException($"'{name}' takes a text, a number or a list of texts without commas, but got {Shown(value)}."),
    };

    private static bool IsName(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !value.GetString()!.Contains(',', StringComparison.Ordinal);

    private static string Shown(JsonElement value) => Sanitizer.Line(value.GetRawText(), 100);
}
