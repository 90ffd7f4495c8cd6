using VmTest.Memory;

namespace VmTest.UnitTests.Memory;

public sealed class RecordRetentionTests
{
    private static readonly DateTimeOffset Now = Records.Start.AddDays(1);

    [Test]
    public void Of_a_host_the_newest_hundred_are_kept()
    {
        var names = Names(RecordRetention.MostOfHost + 5, minute => Records.Green(minute));

        Assert.That(RecordRetention.Superseded(names, Now), Is.EqualTo(names.TakeLast(5)));
    }

    [Test]
    public void The_newest_green_one_is_kept_however_old_and_however_many_failed_since()
    {
        var names = Names(RecordRetention.MostOfHost + 5, minute => minute < 2 ? Records.Green(minute) : Records.Red(minute));

        var superseded = RecordRetention.Superseded(names, Now.AddDays(1000));

        Assert.That(names.Except(superseded).Single(), Is.EqualTo(RecordName.Of(Records.Green(1))));
    }

    [Test]
    public void What_is_older_than_half_a_year_goes()
    {
        var names = Names(3, minute => Records.Green(minute * 60 * 24));

        Assert.That(RecordRetention.Superseded(names, Records.Start.AddDays(1) + RecordRetention.Longest), Is.EqualTo(names.TakeLast(1)));
    }

    [Test]
    public void Of_all_hosts_together_two_thousand_are_kept()
    {
        List<RecordName> names = [.. Enumerable.Range(0, 30).SelectMany(host => Names(100, minute =>
            Records.Red(minute) with { Host = $"host{host}" })).OrderByDescending(name => name.RunId)];

        Assert.That(names.Except(RecordRetention.Superseded(names, Now)).Count(), Is.EqualTo(RecordRetention.Most));
    }

    private static IReadOnlyList<RecordName> Names(int count, Func<int, HostRecord> make) =>
        [.. Enumerable.Range(0, count).Reverse().Select(minute => RecordName.Of(make(minute)))];
}
