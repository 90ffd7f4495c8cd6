using System.Globalization;
using System.Xml.Linq;

namespace VmTest.Project;

/// <summary>What the .trx files of one test run say, all test projects together.</summary>
/// <param name="Passed">Number of tests that passed.</param>
/// <param name="Failed">Number of tests that were run and did not pass.</param>
/// <param name="Skipped">Number of tests that were not run.</param>
/// <param name="Failures">The failed ones, with the message of each.</param>
/// <param name="Outside">
/// What failed outside any test, in the runner's words: the set-up or tear-down of a class, a crash of the runner. No test counts as
/// failed for it, although the run fails.
/// </param>
internal sealed record TestResults(
    int Passed, int Failed, int Skipped, IReadOnlyList<FailedTest> Failures, IReadOnlyList<string> Outside)
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
        return new TestResults(passed, failed, total - passed - failed, [.. runs.SelectMany(FailuresOf)], [.. runs.SelectMany(ErrorsOf)]);

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

    private static IEnumerable<string> ErrorsOf(XDocument run) =>
        from message in Named(run, "RunInfo")
        where (string?)message.Attribute("outcome") is "Error"
        select message.Value.Trim();

    private static IEnumerable<XElement> Named(XContainer container, string name) =>
        container.Descendants().Where(element => element.Name.LocalName == name);
}
