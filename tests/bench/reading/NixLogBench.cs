using System.Diagnostics;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Supervision;

namespace VmTest.Bench;

/// <summary>How fast a build log of Nix in its JSON format is read, and how much memory that takes.</summary>
internal static class NixLogBench
{
    public static async Task RunAsync(long megabytes, string path)
    {
        await using var log = new StreamWriter(path);
        var reader = new NixLogReader(log);
        await using var stream = new BuildLogStream(megabytes << 20);
        var watch = Stopwatch.StartNew();
        await LineReader.ReadAsync(stream, reader.Read, NixClient.MaximumNixLineBytes, CancellationToken.None);
        watch.Stop();
        Console.WriteLine("| MiB read | MiB/s | lines | peak memory (MiB) |");
        Console.WriteLine("| --: | --: | --: | --: |");
        Console.WriteLine(
            $"| {megabytes} | {megabytes / watch.Elapsed.TotalSeconds:0} | {stream.Lines} | {PeakMemory.Mebibytes()} |");
        // The one error in the middle must be among what is kept.
        Console.WriteLine("excerpt:");
        foreach (var line in reader.Builder(BuildLogStream.Derivation)!.Excerpt(Limits.ExcerptLines))
        {
            Console.WriteLine("  " + line);
        }
    }
}
