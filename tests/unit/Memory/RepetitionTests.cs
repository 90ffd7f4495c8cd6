using VmTest.Memory;

namespace VmTest.UnitTests.Memory;

public sealed class RepetitionTests
{
    private const string Fingerprint = "00000000000000aa";

    [Test]
    public void The_first_time_is_no_repetition() =>
        Assert.That(RepetitionFinder.Find(Records.Red(2), [Records.Green(1)]), Is.Empty);

    [Test]
    public void The_third_run_in_a_row_counts_from_the_first()
    {
        var repetition = RepetitionFinder.Find(Records.Red(4),
            [Records.Red(3), Records.Red(2), Records.Green(1), Records.Red(0)])[Fingerprint];

        Assert.That((repetition.Count, repetition.Since, repetition.SinceAt),
            Is.EqualTo((3, Records.Run(2), Records.Start.AddMinutes(2))));
        Assert.That(RepetitionWords.Row(repetition), Is.EqualTo("the third run in a row with this failure"));
    }

    [Test]
    public void An_edit_that_did_not_reach_the_host_is_named()
    {
        var now = Records.Red(3).WithFiles(("flake.nix", "1"), ("web.nix", "2"));
        var repetition = RepetitionFinder.Find(now, [Records.Red(2)])[Fingerprint];

        Assert.That((repetition.SameSystem, repetition.Untracked), Is.EqualTo(((bool?)true, (IReadOnlyList<string>?)null)));
        Assert.That(repetition.Changed, Is.EqualTo(new[] { "web.nix" }));
        Assert.That(RepetitionWords.Edits(repetition, "web"), Is.EqualTo(
            "no edit since then reached host web: it evaluates to the same system (changed anyway: web.nix)"));
    }

    [Test]
    public void An_edited_file_that_Git_does_not_track_is_the_reason()
    {
        var sources = Records.Red(3).Sources! with { Untracked = new Dictionary<string, string> { ["new.nix"] = "1" } };
        var now = Records.Red(3) with { Sources = sources };
        var repetition = RepetitionFinder.Find(now, [Records.Red(2)])[Fingerprint];

        Assert.That(repetition.Untracked, Is.EqualTo(new[] { "new.nix" }));
        Assert.That(RepetitionWords.Edits(repetition, "web"), Is.EqualTo("no edit since then reached host web: it evaluates to the same "
            + "system (new.nix is not tracked by Git, so Nix does not see it: git add it)"));
    }

    [Test]
    public void Another_system_with_the_same_failure_says_nothing_of_edits()
    {
        var now = Records.Red(3) with { Derivations = new Dictionary<string, string> { ["system"] = "/nix/store/b.drv" } };
        var repetition = RepetitionFinder.Find(now, [Records.Red(2)])[Fingerprint];

        Assert.That((repetition.Count, repetition.SameSystem, repetition.Changed),
            Is.EqualTo((2, (bool?)false, (IReadOnlyList<string>?)null)));
        Assert.That(RepetitionWords.Edits(repetition, "web"), Is.Null);
    }

    [Test]
    public void A_host_that_does_not_evaluate_has_no_system_to_compare()
    {
        var now = Records.Red(3) with { Derivations = new Dictionary<string, string>() };
        Assert.That(RepetitionFinder.Find(now, [now])[Fingerprint].SameSystem, Is.Null);
    }

    [TestCase(2, "second")]
    [TestCase(10, "tenth")]
    [TestCase(11, "11th")]
    [TestCase(21, "21st")]
    [TestCase(32, "32nd")]
    [TestCase(43, "43rd")]
    public void The_count_is_a_word(int count, string word)
    {
        var repetition = RepetitionFinder.Find(Records.Red(count),
            [.. Enumerable.Range(1, count - 1).Reverse().Select(minute => Records.Red(minute))]);
        Assert.That(RepetitionWords.Row(repetition[Fingerprint]), Does.StartWith($"the {word} run"));
    }
}
