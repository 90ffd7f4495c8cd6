using System.Collections;

namespace VmTest.Text;

/// <summary>The last items of an endless sequence, oldest first. May be added to and read from several threads at once.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class Tail<T>(int capacity) : IReadOnlyCollection<T>
{
    private readonly Lock gate = new();
    private readonly Queue<T> items = new();

    public int Count
    {
        get
        {
            lock (gate)
            {
                return items.Count;
            }
        }
    }

    public void Add(T item)
    {
        lock (gate)
        {
            if (items.Count == capacity)
            {
                items.Dequeue();
            }

            items.Enqueue(item);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            items.Clear();
        }
    }

    /// <summary>What there is at this moment; additions while it is read do not change it.</summary>
    public IReadOnlyList<T> ToList()
    {
        lock (gate)
        {
            return [.. items];
        }
    }

    public IEnumerator<T> GetEnumerator() => ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
