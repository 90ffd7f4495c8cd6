using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

/// <summary>What is wrong with a file of test results, and which of its cases did not pass.</summary>
internal static class JUnitFile
{
    private static readonly Lazy<XmlSchemaSet> Schema = new(() =>
    {
        var set = new XmlSchemaSet();
        set.Add(null, Repository.Below("schemas/junit.xsd"));
        return set;
    });

    /// <summary>Where it breaks the schema, or counts other cases than it has.</summary>
    public static IReadOnlyList<string> Problems(string text)
    {
        var problems = new List<string>();
        var settings = new XmlReaderSettings { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var page = XDocument.Load(reader);
        page.Validate(Schema.Value, (_, problem) => problems.Add(problem.Message));
        foreach (var suite in page.Root!.Elements("testsuite"))
        {
            Compare(suite, "tests", suite.Elements("testcase").Count(), problems);
            Compare(suite, "failures", suite.Descendants("failure").Count(), problems);
            Compare(suite, "errors", suite.Descendants("error").Count(), problems);
            Compare(suite, "skipped", suite.Descendants("skipped").Count(), problems);
        }

        return problems;
    }

    /// <summary>The failures and errors below a place.</summary>
    public static IEnumerable<XElement> Bad(XContainer place) =>
        place.Descendants().Where(element => element.Name.LocalName is "failure" or "error");

    private static void Compare(XElement suite, string name, int actual, List<string> problems)
    {
        if ((int)suite.Attribute(name)! != actual)
        {
            problems.Add($"{suite.Attribute("name")!.Value} counts {suite.Attribute(name)!.Value} {name}, and has {actual}");
        }
    }
}
