using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class RepeatedLinesTests
{
    [Test]
    public void A_line_that_comes_again_and_again_is_one_line_with_its_count() =>
        Assert.That(RepeatedLines.Fold(["first", .. Enumerable.Repeat("again", 20), "last", "again"]),
            Is.EqualTo(new[] { "first", "again × 20", "last", "again" }));

    [Test]
    public void Empty_lines_are_one_and_no_lines_are_none()
    {
        Assert.That(RepeatedLines.Fold(["a", "", "", "b"]), Is.EqualTo(new[] { "a", "", "b" }));
        Assert.That(RepeatedLines.Fold([]), Is.Empty);
    }
}
