using System.Text;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class BoundedLogTests
{
    private const int Head = 1000;
    private const int Tail = 1000;

    private readonly TemporaryFolder folder = new();
    private readonly List<IOException> failures = [];

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void What_fits_is_there_to_the_last_byte()
    {
        using (var log = Open())
        {
            Write(log, 100);
        }

        Assert.That(File.ReadAllLines(folder.Below("log")), Is.EqualTo(Lines(0, 100)));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Of_more_the_beginning_and_the_end_are_kept_with_a_line_that_counts_the_rest([Values(201, 250, 1000, 10_000)] int lines)
    {
        using var log = Open();
        Write(log, lines);
        log.Dispose();

        var kept = File.ReadAllLines(folder.Below("log"));
        var gap = kept.Single(line => line.StartsWith("[here", StringComparison.Ordinal));
        var at = Array.IndexOf(kept, gap);
        Assert.That(kept[..at].Where(line => line.Length > 0), Is.EqualTo(Lines(0, Head / 10)));
        Assert.That(kept[(at + 1)..], Is.EqualTo(Lines(lines - (kept.Length - at - 1), lines)).And.Length.InRange(Tail / 20, Tail / 10));
        Assert.That(log.Cut!.Written, Is.EqualTo(lines * 10L));
        Assert.That(gap, Is.EqualTo($"[here {log.Cut.Bytes} bytes, {log.Cut.Lines} lines, are left out]"));
        Assert.That(log.Cut.Lines, Is.InRange(lines - kept.Length, lines - kept.Length + 3));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
        Assert.That(failures, Is.Empty);
    }

    [Test]
    public void The_parts_that_a_killed_run_left_are_put_together()
    {
        var log = Open();
        Write(log, 1000);
        log.Flush();
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(3));

        BoundedLog.Recover(folder.Path);

        var kept = File.ReadAllLines(folder.Below("log"));
        Assert.That(kept, Does.Contain("[here a part is left out]"));
        Assert.That(kept[^1], Is.EqualTo(Lines(999, 1000).Single()));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_write_that_fails_is_told_once_and_throws_nothing()
    {
        Directory.CreateDirectory(folder.Below("small"));
        using var mounted = SmallDisk.Mount(folder.Below("small"), "64k");
        using (var log = new BoundedLog(folder.Below("small/log"), failures.Add, TimeProvider.System))
        {
            for (var count = 0; count < 100; count++)
            {
                log.Write(Encoding.ASCII.GetBytes(new string('x', 10_000)));
            }
        }

        Assert.That(failures, Has.Count.EqualTo(1));
    }

    private BoundedLog Open() => new(folder.Below("log"), failures.Add, TimeProvider.System, Head, Tail);

    private static void Write(BoundedLog log, int lines)
    {
        foreach (var line in Lines(0, lines))
        {
            log.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
    }

    private static IEnumerable<string> Lines(int from, int to) => Enumerable.Range(from, to - from).Select(number => $"n {number:D7}");
}
