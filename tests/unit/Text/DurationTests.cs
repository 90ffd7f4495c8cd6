using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class DurationTests
{
    [TestCase(0, "0.0 s")]
    [TestCase(449, "0.4 s")]
    [TestCase(12_340, "12.3 s")]
    [TestCase(119_900, "119.9 s")]
    [TestCase(120_000, "2 min 00 s")]
    [TestCase(125_999, "2 min 05 s")]
    [TestCase(3_725_000, "62 min 05 s")]
    public void A_duration_is_short_and_readable(long milliseconds, string text) =>
        Assert.That(Duration.Text(milliseconds), Is.EqualTo(text));

    [TestCase(1L << 20, "1.0 MiB")]
    [TestCase((1L << 30) - 1, "1024.0 MiB")]
    [TestCase(3L << 29, "1.5 GiB")]
    public void A_size_has_binary_units(long bytes, string text) => Assert.That(Duration.Bytes(bytes), Is.EqualTo(text));
}
