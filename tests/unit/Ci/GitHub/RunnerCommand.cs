namespace VmTest.Runner;

/// <summary>A line that a runner obeys.</summary>
public sealed record RunnerCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Message)
{
    public string? Property(string name) => Properties.GetValueOrDefault(name);
}
