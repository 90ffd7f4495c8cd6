using VmTest.Project;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Project;

public sealed class TestResultsTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void All_projects_are_counted_together_and_every_failed_test_is_named_with_its_message()
    {
        Write("one.trx", """<Counters total="3" executed="2" passed="1" failed="1" />""", """
            <UnitTestResult testName="Holds" outcome="Passed" />
            <UnitTestResult testName="Is_left_out" outcome="NotExecuted" />
            <UnitTestResult testName="Breaks" outcome="Failed"><Output><ErrorInfo><Message>
              expected 1
              but was 2
            </Message></ErrorInfo></Output></UnitTestResult>
            """);
        Write("two.trx", """<Counters total="2" executed="2" passed="2" failed="0" />""", "");

        var results = TestResults.Read(folder.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.ToString(), Is.EqualTo("3 passed, 1 failed, 1 skipped"));
            Assert.That(results.Failures.Single().Name, Is.EqualTo("Breaks"));
            Assert.That(results.Failures.Single().Message, Does.StartWith("expected 1").And.EndsWith("but was 2"));
        }
    }

    [Test]
    public void A_test_that_did_not_end_counts_as_failed()
    {
        Write("one.trx", """<Counters total="1" executed="1" passed="0" failed="0" timeout="1" />""", """<UnitTestResult testName="Hangs" outcome="Timeout" />""");

        Assert.That(TestResults.Read(folder.Path),
            Has.Property(nameof(TestResults.Failed)).EqualTo(1).And.Property(nameof(TestResults.Failures)).Count.EqualTo(1));
    }

    [Test]
    public void What_fails_outside_any_test_is_kept_in_the_runners_words()
    {
        Write("one.trx", """
            <Counters total="1" executed="1" passed="1" failed="0" />
            <RunInfos>
              <RunInfo outcome="Warning"><Text>an adapter that speaks</Text></RunInfo>
              <RunInfo outcome="Error"><Text>TearDown failed for test fixture Removes</Text></RunInfo>
            </RunInfos>
            """, """<UnitTestResult testName="Holds" outcome="Passed" />""");

        var results = TestResults.Read(folder.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Failed, Is.Zero);
            Assert.That(results.Outside, Is.EqualTo((string[])["TearDown failed for test fixture Removes"]));
        }
    }

    [Test]
    public void A_folder_that_is_missing_holds_no_results() =>
        Assert.That(TestResults.Read(folder.Below("missing")).ToString(), Is.EqualTo("0 passed, 0 failed, 0 skipped"));

    private void Write(string name, string counters, string results) => folder.Write(name, $"""
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>{results}</Results>
          <ResultSummary outcome="Completed">{counters}</ResultSummary>
        </TestRun>
        """);
}
