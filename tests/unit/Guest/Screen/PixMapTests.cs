using System.Text;
using VmTest.Guest.Screen;

namespace VmTest.UnitTests.Guest.Screen;

public sealed class PixMapTests
{
    [Test]
    public void Size_and_colours_are_read()
    {
        var map = PixMap.Parse(File("P6\n2 2\n255\n", 1, 2, 3, 1, 2, 3, 9, 9, 9, 0, 0, 0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((map.Width, map.Height), Is.EqualTo((2, 2)));
            Assert.That(map.Colours(limit: 16), Is.EqualTo(3));
            Assert.That(map.Colours(limit: 2), Is.EqualTo(2));
        }
    }

    [TestCase("P5\n1 1\n255\n", 3)]
    [TestCase("P6\n1 1\n65535\n", 6)]
    [TestCase("P6\n2 2\n255\n", 11)]
    [TestCase("P6\n0 2\n255\n", 0)]
    [TestCase("P6\n99999 99999\n255\n", 10)]
    [TestCase("P6\n-1 -1\n255\n", 3)]
    [TestCase("P6", 0)]
    [TestCase("", 0)]
    public void What_is_no_whole_picture_is_refused(string head, int bytes) =>
        Assert.That(() => PixMap.Parse(File(head, new byte[bytes])), Throws.TypeOf<InvalidDataException>());

    [TestCase(0, true)]
    [TestCase(18, true, TestName = "A cursor")]
    [TestCase(200, false, TestName = "A word")]
    public void A_screen_with_a_cursor_at_most_is_blank(int lit, bool blank)
    {
        var pixels = new byte[720 * 400 * 3];
        pixels.AsSpan(30_000, lit * 3).Fill(170);

        Assert.That(PixMap.Parse(File("P6\n720 400\n255\n", pixels)).IsBlank(), Is.EqualTo(blank));
    }

    private static byte[] File(string head, params byte[] pixels) => [.. Encoding.ASCII.GetBytes(head), .. pixels];
}
