using System.Diagnostics;
using System.Text;
using VmTest.Guest.Serial;

// How fast the serial console is read, and how much memory that takes: Console.csproj [MiB]
const int mebibyte = 1 << 20;
var size = args.Length > 0 ? int.Parse(args[0]) : 1024;

var sample = new StringBuilder();
while (sample.Length < mebibyte)
{
    sample.Append("[    1.234567] virtio_blk virtio1: [vda] 2097152 512-byte logical blocks (1.07 GB/1.00 GiB)\r\n")
        .Append("[\u001b[0;32m  OK  \u001b[0m] Started \u001b[0;1;39mweb.service\u001b[0m - Web site.\r\n")
        .Append("some program that prints a line of a hundred characters, as programs do when they have a lot to say ...\r\n");
}

var chunk = Encoding.UTF8.GetBytes(sample.ToString(0, mebibyte));
var signs = 0L;
using var log = new FileStream(
    Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
var clock = Stopwatch.StartNew();
var record = new ConsoleRecord(log, () => clock.Elapsed, (_, _) => signs++);
for (var sent = 0; sent < size; sent++)
{
    // In pieces, as they come from a socket.
    for (var at = 0; at < chunk.Length; at += 1 << 16)
    {
        record.Feed(chunk.AsSpan(at, Math.Min(1 << 16, chunk.Length - at)));
    }
}

var seconds = clock.Elapsed.TotalSeconds;
Console.WriteLine($"| MiB read | MiB/s | lines | signs | peak memory (MiB) |");
Console.WriteLine("| --: | --: | --: | --: | --: |");
Console.WriteLine(
    $"| {size} | {size / seconds:0} | {record.Lines} | {signs} | {Process.GetCurrentProcess().PeakWorkingSet64 / mebibyte} |");
