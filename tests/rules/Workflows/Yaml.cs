using Newtonsoft.Json.Linq;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Workflows;

/// <summary>Reads YAML with an independent parser. Every scalar is text, so that the key "on" stays what it is.</summary>
internal static class Yaml
{
    private const string Program = "import sys, json, yaml; json.dump(yaml.load(open(sys.argv[1]), yaml.BaseLoader), sys.stdout)";

    /// <param name="path">Relative to the root of the repository.</param>
    public static async Task<JObject> ReadAsync(string path)
    {
        var (exitCode, output) = await Command.RunAsync("/usr/bin/python3", "-c", Program, path);
        return exitCode == 0 ? JObject.Parse(output) : throw new FormatException($"{path}: {output}");
    }
}
