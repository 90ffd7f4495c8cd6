using Newtonsoft.Json;
using VmTest.Reports;
using VmTest.Text;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

/// <summary>Our check of a report agrees with Debian's python3-jsonschema on reports, whole and broken.</summary>
public sealed class SchemaOracleTests
{
    private const int Seed = 20261123;
    private const int Mutants = 400;

    [Test]
    public async Task Our_verdict_on_valid_and_broken_reports_is_that_of_an_independent_validator()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(Seed);
        var whole = SampleReports.All.Select(Json.Document).ToList();
        List<string> documents = [.. whole];
        for (var index = 0; index < Mutants; index++)
        {
            documents.Add(ReportMutation.Break(whole[index % whole.Count], random));
        }

        var path = folder.Write("documents.json", $"[{string.Join(",\n", documents)}]");
        var (exitCode, output) = await Command.RunAsync("/usr/bin/python3", Repository.Below("tests/rules/oracle/validate.py"),
            Repository.Below("schemas/vm-test-report.schema.json"), path);
        Assert.That(exitCode, Is.Zero, output);
        var expected = JsonConvert.DeserializeObject<bool[]>(output)!;
        var ours = documents.Select(ReportSchema.Validate).ToList();

        var disagreements = documents.Where((_, index) => expected[index] == ours[index].Count > 0).ToList();
        Assert.That(disagreements, Is.Empty);
        Assert.That(expected.Take(whole.Count), Is.All.True, "every report that we make is valid");
        Assert.That(
            expected.Count(valid => !valid), Is.GreaterThan(Mutants / 2), "most of the mutants have to be broken, or this proves nothing");
        Assert.That(expected.Skip(whole.Count).Count(valid => valid), Is.GreaterThan(Mutants / 20),
            "some of the mutants have to be valid, or this proves nothing");
    }
}
