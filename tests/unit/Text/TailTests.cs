using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class TailTests
{
    [Test]
    public void Only_the_last_items_are_kept_oldest_first()
    {
        var tail = new Tail<int>(3);

        foreach (var item in Enumerable.Range(1, 5))
        {
            tail.Add(item);
        }

        Assert.That(tail, Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public void What_was_read_does_not_change_with_what_comes_later()
    {
        var tail = new Tail<int>(2);
        tail.Add(1);
        var before = tail.ToList();

        tail.Add(2);
        tail.Add(3);

        Assert.That(before, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Several_may_add_at_once()
    {
        var tail = new Tail<int>(100);

        Parallel.For(0, 10_000, tail.Add);

        Assert.That(tail, Has.Count.EqualTo(100).And.Unique);
    }
}
