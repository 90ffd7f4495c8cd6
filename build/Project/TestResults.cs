using System.Globalization;
using System.Xml.Linq;

namespace VmTest.Project;

/// <summary>What the .trx files of one test run say, all test projects together.</summary>
/// <param name="Passed">Number of tests that passed.</param>
/// <param name="Failed">Number of tests that were run and did not pass.</param>
/// <param name="Skipped">Number of tests that were not run.</param>
/// <param name="Failures">The failed ones, with the message of each.</param>
internal sealed record TestResults(int Passed, int Failed, int Skipped, IReadOnlyList<FailedTest> Failures)
{
    /// <summary>Reads every .trx file below <paramref name="folder"/>; a folder that is missing holds no results.</summary>
    public static TestResults Read(string folder)
    {
        var runs = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories).Select(file => XDocument.Load(file)).ToList()
            : [];
        var total = Count("total");
        var passed = Count("passed");
        var failed = Count("executed") - passed;
        return new TestResults(passed, failed, total - passed - failed, [.. runs.SelectMany(FailuresOf)]);

        int Count(string name) => runs.SelectMany(run => Named(run, "Counters")).Sum(counter => (int?)counter.Attribute(name) ?? 0);
    }

    /// <summary>The line that ends a run of the tests.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    private static IEnumerable<FailedTest> FailuresOf(XDocument run) =>
        from result in Named(run, "UnitTestResult")
        where (string?)result.Attribute("outcome") is not ("Passed" or "NotExecuted")
        select new FailedTest(
            (string?)result.Attribute("testName") ?? "?", Named(result, "Message").FirstOrDefault()?.Value.Trim() ?? "no message");

    private static IEnumerable<XElement> Named(XContainer container, string name) =>
        container.Descendants().Where(element => element.Name.LocalName == name);
}
