using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace VmTest.Reports;

/// <summary>
/// Checks JSON against the keywords of JSON Schema 2020-12 that the report's schema uses. A keyword that it does not
/// know is an error of the schema, so that nothing passes unchecked.
/// </summary>
internal sealed class JsonSchemaValidator
{
    private const int MaximumProblems = 20;

    private static readonly HashSet<string> Annotations =
        ["$schema", "$id", "$defs", "title", "description", "format", "examples"];

    private readonly JObject root;

    public JsonSchemaValidator(JObject schema) => root = schema;

    public IReadOnlyList<string> Validate(JToken document)
    {
        var problems = new List<string>();
        Check(document, root, string.Empty, problems);
        return problems;
    }

    private void Check(JToken value, JObject schema, string path, List<string> problems)
    {
        foreach (var (keyword, rule) in schema)
        {
            if (problems.Count >= MaximumProblems)
            {
                return;
            }

            if (Annotations.Contains(keyword) || rule is null)
            {
                continue;
            }

            var problem = keyword switch
            {
                "$ref" => Nested(() => Check(value, Resolve(rule), path, problems)),
                "type" => TypesOf(rule).Any(type => IsOf(value, type)) ? null : $"is no {string.Join(" or ", TypesOf(rule))}",
                "const" => AreEqual(value, rule) ? null : $"is not {rule}",
                "enum" => rule.Any(allowed => AreEqual(value, allowed)) ? null : $"'{value}' is not allowed",
                "required" =>
                    value is JObject o && rule.Values<string>().FirstOrDefault(name => !o.ContainsKey(name!)) is { } missing
                        ? $"lacks {missing}"
                        : null,
                "properties" => Nested(() => CheckProperties(value, (JObject)rule, path, problems)),
                "additionalProperties" => Nested(() => CheckAdditional(value, schema, rule, path, problems)),
                "items" => Nested(() => CheckItems(value, (JObject)rule, path, problems)),
                "pattern" =>
                    value.Type == JTokenType.String && !Regex.IsMatch(value.Value<string>()!, rule.Value<string>()!)
                        ? $"'{value}' does not match {rule}"
                        : null,
                "minLength" => value.Type == JTokenType.String && Length(value) < rule.Value<int>() ? "is too short" : null,
                "maxLength" => value.Type == JTokenType.String && Length(value) > rule.Value<int>() ? "is too long" : null,
                "minimum" =>
                    value.Type is JTokenType.Integer or JTokenType.Float && value.Value<double>() < rule.Value<double>()
                        ? $"is less than {rule}"
                        : null,
                "maxItems" => value is JArray a && a.Count > rule.Value<int>() ? "has too many items" : null,
                _ => throw new InvalidOperationException($"the schema uses the keyword '{keyword}', which is not checked here"),
            };
            if (problem is not null)
            {
                problems.Add($"{(path.Length == 0 ? "/" : path)} {problem}");
            }
        }
    }

    private static string? Nested(Action check)
    {
        check();
        return null;
    }

    private void CheckProperties(JToken value, JObject properties, string path, List<string> problems)
    {
        if (value is not JObject fields)
        {
            return;
        }

        foreach (var (name, schema) in properties)
        {
            if (fields.TryGetValue(name, StringComparison.Ordinal, out var field))
            {
                Check(field, (JObject)schema!, $"{path}/{name}", problems);
            }
        }
    }

    private void CheckAdditional(JToken value, JObject schema, JToken rule, string path, List<string> problems)
    {
        if (value is not JObject fields)
        {
            return;
        }

        var known = schema["properties"] as JObject;
        foreach (var (name, field) in fields.Properties().Where(field => known?.ContainsKey(field.Name) != true)
            .Select(field => (field.Name, field.Value)))
        {
            if (rule is JObject additional)
            {
                Check(field, additional, $"{path}/{name}", problems);
            }
            else if (!rule.Value<bool>())
            {
                problems.Add($"{path}/{name} is not part of the schema");
            }
        }
    }

    private void CheckItems(JToken value, JObject schema, string path, List<string> problems)
    {
        for (var index = 0; value is JArray items && index < items.Count; index++)
        {
            Check(items[index], schema, $"{path}/{index}", problems);
        }
    }

    private JObject Resolve(JToken reference)
    {
        const string local = "#/$defs/";
        var name = reference.Value<string>()!;
        return name.StartsWith(local, StringComparison.Ordinal) && root["$defs"]?[name[local.Length..]] is JObject target
            ? target
            : throw new InvalidOperationException($"the schema refers to '{name}', which it does not have");
    }

    private static IEnumerable<string> TypesOf(JToken rule) =>
        rule is JArray several ? several.Values<string>().OfType<string>() : [rule.Value<string>()!];

    /// <summary>JSON has one kind of number: 1 and 1.0 are the same.</summary>
    private static bool AreEqual(JToken left, JToken right) =>
        IsOf(left, "number") && IsOf(right, "number") ? left.Value<double>().Equals(right.Value<double>()) : JToken.DeepEquals(left, right);

    /// <summary>JSON Schema counts characters, not halves of them.</summary>
    private static int Length(JToken text) => text.Value<string>()!.EnumerateRunes().Count();

    private static bool IsOf(JToken value, string type) => type switch
    {
        "object" => value.Type == JTokenType.Object,
        "array" => value.Type == JTokenType.Array,
        "string" => value.Type == JTokenType.String,
        "integer" => value.Type == JTokenType.Integer || (value.Type == JTokenType.Float && double.IsInteger(value.Value<double>())),
        "number" => value.Type is JTokenType.Integer or JTokenType.Float,
        "boolean" => value.Type == JTokenType.Boolean,
        "null" => value.Type == JTokenType.Null,
        _ => throw new InvalidOperationException($"the schema uses the type '{type}'"),
    };
}
