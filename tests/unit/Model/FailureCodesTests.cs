using System.Reflection;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Model;

/// <summary>The words of the schema and those of the code are the same.</summary>
public sealed class FailureCodesTests
{
    private static readonly JObject Schema = JObject.Parse(File.ReadAllText(Repository.Below("schemas/vm-test-report.schema.json")));

    internal static readonly IReadOnlyList<string> Codes =
    [
        .. typeof(FailureCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => !field.Name.EndsWith("Prefix", StringComparison.Ordinal)).Select(field => (string)field.GetRawConstantValue()!),
    ];

    [Test]
    public void Every_code_fits_the_schema()
    {
        var pattern = Schema.SelectToken("$['$defs'].failure.properties.code.pattern")!.Value<string>()!;

        Assert.That(Codes, Has.Count.GreaterThan(50));
        Assert.That(Codes.Where(code => !Regex.IsMatch(code, pattern)), Is.Empty);
    }

    [Test]
    public void No_two_constants_are_the_same_code() => Assert.That(Codes, Is.Unique);

    [Test]
    public void The_words_of_the_schema_are_those_of_the_code()
    {
        Assert.Multiple(() =>
        {
            Same<Phase>("$['$defs'].phaseName.enum");
            Same<RunStatus>("$['$defs'].status.enum");
            Same<PhaseStatus>("$['$defs'].phase.properties.status.enum");
            Same<HostKind>("$['$defs'].host.properties.kind.enum");
            Same<FailureOrigin>("$['$defs'].failure.properties.origin.enum");
            Same<SubjectKind>("$['$defs'].failure.properties.subject.properties.kind.enum");
        });
    }

    [Test]
    public void The_schemas_limits_are_those_of_the_code()
    {
        Assert.Multiple(() =>
        {
            Assert.That((int?)Schema.SelectToken("$['$defs'].failure.properties.excerpt.maxItems"), Is.EqualTo(Limits.ExcerptLines));
            Assert.That((int?)Schema.SelectToken("$['$defs'].boot.properties.units.properties.started.maxItems"),
                Is.EqualTo(Limits.ReportListLength));
            // One more than the limit: a cut text ends with an ellipsis.
            Assert.That(
                (int?)Schema.SelectToken("$['$defs'].failure.properties.message.maxLength"), Is.EqualTo(Limits.ReportTextLength + 1));
        });
    }

    private static void Same<T>(string path)
        where T : struct, Enum =>
        Assert.That(Schema.SelectToken(path)?.Values<string>(),
            Is.EqualTo(Enum.GetValues<T>().Select(value => Json.Line(value).Trim('"'))), typeof(T).Name);
}
