using VmTest.Memory;

namespace VmTest.UnitTests.Memory;

public sealed class MeasureTests
{
    [TestCase("1000", 1000, 200)]
    [TestCase("1000 2000", 1500, 1000)]
    [TestCase("3000 1000 2000", 2000, 2000)]
    [TestCase("50000 50001", 50_000, 5000)]
    public void Median_and_spread_are_those_of_the_values(string values, long median, long spread)
    {
        var measure = Measure.Of(values.Split(' ').Select(long.Parse))!.Value;
        Assert.That((measure.Median, measure.Spread), Is.EqualTo((median, spread)));
    }

    [Test]
    public void Only_what_is_beyond_three_times_the_spread_is_late()
    {
        var measure = Measure.Of([10_000, 10_500, 11_000])!.Value;
        Assert.That(measure.IsExceededBy(10_500 + (3 * 1050)), Is.False);
        Assert.That(measure.IsExceededBy(10_500 + (3 * 1050) + 1), Is.True);
    }

    [Test]
    public void Fewer_than_three_values_say_nothing_of_what_is_usual()
    {
        Assert.That(Measure.Of([1000])!.Value.IsExceededBy(100_000), Is.False);
        Assert.That(Measure.Of([1000, 1001])!.Value.IsExceededBy(100_000), Is.False);
        Assert.That(Measure.Of([1000, 1001, 1002])!.Value.IsExceededBy(100_000), Is.True);
    }

    [Test]
    public void Of_nothing_there_is_no_measure() => Assert.That(Measure.Of([]), Is.Null);
}
