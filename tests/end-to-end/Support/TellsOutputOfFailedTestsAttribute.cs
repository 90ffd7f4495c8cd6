using System.Collections.Concurrent;
using NUnit.Framework.Interfaces;

namespace VmTest.EndToEndTests.Support;

/// <summary>Keeps what programs said to a test, and tells it only where the test has failed.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TellsOutputOfFailedTestsAttribute : Attribute, ITestAction
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Kept = new();

    public ActionTargets Targets => ActionTargets.Test;

    /// <summary>Keeps it for the test that is running.</summary>
    internal static void Keep(string output) =>
        Kept.GetOrAdd(TestContext.CurrentContext.Test.ID, _ => new ConcurrentQueue<string>()).Enqueue(output);

    public void BeforeTest(ITest test)
    {
        // There is nothing yet.
    }

    public void AfterTest(ITest test)
    {
        if (Kept.TryRemove(test.Id, out var outputs) && TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            foreach (var output in outputs)
            {
                TestContext.Out.WriteLine(output);
            }
        }
    }
}
