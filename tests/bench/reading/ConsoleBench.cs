using System.Diagnostics;
using System.Text;
using VmTest.Guest.Serial;

namespace VmTest.Bench;

/// <summary>How fast the serial console is read, and how much memory that takes.</summary>
internal static class ConsoleBench
{
    private const int Mebibyte = 1 << 20;

    // In pieces, as they come from a socket.
    private const int Piece = 1 << 16;

    public static void Run(int mebibytes)
    {
        var chunk = Sample();
        var signs = 0L;
        using var log = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.None, Piece, FileOptions.DeleteOnClose);
        var clock = Stopwatch.StartNew();
        var record = new ConsoleRecord(log, () => clock.Elapsed, (_, _) => signs++);
        for (var sent = 0; sent < mebibytes; sent++)
        {
            for (var at = 0; at < chunk.Length; at += Piece)
            {
                record.Feed(chunk.AsSpan(at, Math.Min(Piece, chunk.Length - at)));
            }
        }

        var rate = mebibytes / clock.Elapsed.TotalSeconds;
        Console.WriteLine("| MiB read | MiB/s | lines | signs | peak memory (MiB) |");
        Console.WriteLine("| --: | --: | --: | --: | --: |");
        Console.WriteLine($"| {mebibytes} | {rate:0} | {record.Lines} | {signs} | {PeakMemory.Mebibytes()} |");
    }

    private static byte[] Sample()
    {
        var sample = new StringBuilder();
        while (sample.Length < Mebibyte)
        {
            sample.Append("[    1.234567] virtio_blk virtio1: [vda] 2097152 512-byte logical blocks (1.07 GB/1.00 GiB)\r\n")
                .Append("[\u001b[0;32m  OK  \u001b[0m] Started \u001b[0;1;39mweb.service\u001b[0m - Web site.\r\n")
                .Append("some program that prints a line of a hundred characters, as programs do when they have a lot to say ...\r\n");
        }

        return Encoding.UTF8.GetBytes(sample.ToString(0, Mebibyte));
    }
}
