using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Text;

namespace VmTest.Reports;

/// <summary>The schema of the report, as it is shipped, and the check of a report against it.</summary>
internal static class ReportSchema
{
    private static readonly Lazy<JsonSchemaValidator> Validator = new(
        () => new JsonSchemaValidator(JObject.Parse(Resources.Text(Resources.ReportSchema))));

    /// <summary>Problems, each with the JSON Pointer of its place; empty for a valid report.</summary>
    public static IReadOnlyList<string> Validate(string report)
    {
        using var reader = new JsonTextReader(new StringReader(report)) { DateParseHandling = DateParseHandling.None };
        return Validator.Value.Validate(JToken.Load(reader));
    }
}
