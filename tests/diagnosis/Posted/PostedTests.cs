using VmTest.Record;

namespace VmTest.DiagnosisTests.Posted;

/// <summary>What programs printed where people asked for help: the code, the thing by its name, why, and what to do.</summary>
internal sealed class PostedTests
{
    private static readonly List<(string Group, bool Code, bool Name, bool Word, bool? Hint)> Rates = [];

    private static IEnumerable<PostedCase> Cases() => PostedCase.All("boots", "units", "builds", "evaluations");

    [TestCaseSource(nameof(Cases))]
    public void What_is_posted_is_named(object each)
    {
        var posted = (PostedCase)each;
        var finding = Explain(posted)[0];
        var name = finding.Subject?.Name ?? string.Empty;
        var hint = finding.Hint ?? string.Empty;
        lock (Rates)
        {
            Rates.Add((posted.Group, finding.Code == posted.Code, posted.Subject.Length == 0 || name == posted.Subject,
                finding.Message.Contains(posted.Word, StringComparison.Ordinal),
                posted.Hint.Length == 0 ? null : hint.Contains(posted.Hint, StringComparison.Ordinal)));
        }

        TestContext.Out.WriteLine($"{finding.Code} | {name} | {finding.Message} | {hint}");
        Assert.Multiple(() =>
        {
            Assert.That(finding.Code, Is.EqualTo(posted.Code));
            Assert.That(finding.Message, Does.Contain(posted.Word));
            Assert.That(hint, Does.Contain(posted.Hint));
            if (posted.Subject.Length > 0)
            {
                Assert.That(name, Is.EqualTo(posted.Subject));
            }
        });
    }

    [OneTimeTearDown]
    public void Print()
    {
        foreach (var group in Rates.GroupBy(row => row.Group))
        {
            TestContext.Progress.WriteLine($"{group.Key}: {group.Count()} cases, code {group.Count(row => row.Code)}, name "
                + $"{group.Count(row => row.Name)}, reason {group.Count(row => row.Word)}, hint {group.Count(row => row.Hint == true)}/"
                + $"{group.Count(row => row.Hint is not null)}, all of code, name and reason "
                + $"{group.Count(row => row is { Code: true, Name: true, Word: true })}");
        }
    }

    private static IReadOnlyList<Finding> Explain(PostedCase posted) => posted.Group switch
    {
        "boots" => PostedGuest.OfBoot(posted),
        "units" => PostedGuest.OfUnit(posted),
        "builds" => PostedNix.OfBuild(posted),
        _ => PostedNix.OfEvaluation(posted),
    };
}
