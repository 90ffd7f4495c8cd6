using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.Reporting;

/// <summary>The schema of the report, as it is shipped, and the check of a report against it.</summary>
internal static class ReportSchema
{
    private const string Resource = "vm-test-report.schema.json";

    private static readonly Lazy<JsonSchemaValidator> Validator = new(() => new JsonSchemaValidator(JObject.Parse(Text())));

    /// <summary>Problems, each with the JSON Pointer of its place; empty for a valid report.</summary>
    public static IReadOnlyList<string> Validate(string report)
    {
        using var reader = new JsonTextReader(new StringReader(report)) { DateParseHandling = DateParseHandling.None };
        return Validator.Value.Validate(JToken.Load(reader));
    }

    private static string Text()
    {
        using var stream = typeof(ReportSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
