using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.RuleTests.Reports;

/// <summary>Changes one place of a report, mostly so that it breaks the schema.</summary>
internal static class ReportMutation
{
    private static readonly Func<Random, JToken>[] Values =
    [
        _ => JValue.CreateNull(), _ => true, _ => -1, _ => 1, _ => 1.0, _ => 0.5, _ => "text", _ => string.Empty,
        _ => new JArray(), _ => new JObject(), _ => "passed", _ => "kvm", _ => "2026-11-23T07:45:12.345Z", _ => "2026-11-23T07:45:12Z",
        _ => "0123456789abcdef", _ => "0123456789ABCDEF", _ => "runtime.unit-failed", _ => "runtime.Unit", _ => "20261123-074512-3f9a",
        random => new string('x', random.Next(1990, 2010)), random => string.Concat(Enumerable.Repeat("😀", random.Next(1000, 2010))),
        random => new JArray(Enumerable.Repeat("x", random.Next(1, 250))), random => new string('y', random.Next(390, 410)),
    ];

    public static string Break(string report, Random random)
    {
        using var reader = new JsonTextReader(new StringReader(report)) { DateParseHandling = DateParseHandling.None };
        var root = JObject.Load(reader);
        var places = root.DescendantsAndSelf().ToList();
        switch (places[random.Next(places.Count)])
        {
            case JProperty property when random.Next(3) == 0:
                property.Remove();
                break;
            case JProperty property:
                property.Value = Values[random.Next(Values.Length)](random);
                break;
            case JObject fields:
                fields[random.Next(2) == 0 ? "unknown" : "name"] = Values[random.Next(Values.Length)](random);
                break;
            case JArray items when items.Count > 0 && random.Next(2) == 0:
                Enumerable.Range(0, random.Next(1, 40)).ToList().ForEach(_ => items.Add(items[0].DeepClone()));
                break;
            case JArray items:
                items.Add(Values[random.Next(Values.Length)](random));
                break;
            case { Parent: not null } value:
                value.Replace(Values[random.Next(Values.Length)](random));
                break;
            default:
                break;
        }

        return root.ToString();
    }
}
