using System.Text;
using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class Utf8LengthTests
{
    [TestCase("short", 5, "short", "short")]
    [TestCase("abcdefgh", 6, "abc…", "…fgh")]
    [TestCase("ääää", 7, "ää…", "…ää")]
    [TestCase("🧀🧀🧀", 8, "🧀…", "…🧀")]
    [TestCase("🧀🧀", 6, "…", "…")]
    public void It_is_cut_between_characters(string text, int bytes, string start, string end)
    {
        Assert.That((Utf8Length.CutEnd(text, bytes), Utf8Length.CutStart(text, bytes)), Is.EqualTo((start, end)));
        Assert.That(Encoding.UTF8.GetByteCount(start), Is.LessThanOrEqualTo(bytes));
    }
}
