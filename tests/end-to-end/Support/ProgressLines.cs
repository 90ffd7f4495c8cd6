using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.EndToEndTests.Support;

/// <summary>Standard output of a run with <c>--format=json</c>.</summary>
internal static class ProgressLines
{
    /// <summary>The lines, each of which an independent validator has found valid.</summary>
    public static IReadOnlyList<JObject> Read(HostResult result, Workplace workplace)
    {
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.Not.Empty, result.Error);
        var files = lines.Select((line, index) =>
        {
            var path = Path.Combine(workplace.Output, $"line-{index}.json");
            File.WriteAllText(path, line);
            return path;
        }).ToList();
        Shell.Run("/usr/bin/python3", [Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "validate-report.py"),
            Path.Combine(Repository.Folder, "schemas", "vm-test-progress.schema.json"), .. files]);
        return [.. lines.Select(Parse)];
    }

    private static JObject Parse(string line)
    {
        using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
