using Newtonsoft.Json.Linq;

namespace VmTest.RuleTests.Workflows;

/// <summary>A step of a workflow's job, or of the composite action.</summary>
/// <param name="File">Relative to the root of the repository.</param>
/// <param name="Job">The job's name; of the action, "action".</param>
/// <param name="Content">The step as written.</param>
internal sealed record WorkflowStep(string File, string Job, JObject Content)
{
    public string Name => Content.Value<string>("name") ?? "?";

    public string? Run => Content.Value<string>("run");

    public string? Uses => Content.Value<string>("uses");

    public string? If => Content.Value<string>("if");

    public override string ToString() => $"{File}: {Job}: {Name}";
}
