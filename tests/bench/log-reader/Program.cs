using System.Diagnostics;
using VmTest.LogReaderBench;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Supervision;

// Reads a made-up build log of Nix in its JSON format and prints throughput and peak memory:
//   dotnet run --project tests/bench/log-reader --configuration Release [-- MEGABYTES [LOG-FILE]]
var megabytes = args.Length > 0 ? long.Parse(args[0]) : 2048;
var path = args.Length > 1 ? args[1] : "/dev/null";
await using var log = new StreamWriter(path);
var reader = new NixLogReader(log);
await using var stream = new BuildLogStream(megabytes << 20);
var watch = Stopwatch.StartNew();
await LineReader.ReadAsync(stream, reader.Read, NixClient.MaximumNixLineBytes, CancellationToken.None);
watch.Stop();
var status = await File.ReadAllLinesAsync("/proc/self/status");
var peak = status.First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
var builder = reader.Builder(BuildLogStream.Derivation)!;
Console.WriteLine(
    $"{megabytes} MiB in {watch.Elapsed.TotalSeconds:0.0} s: {megabytes / watch.Elapsed.TotalSeconds:0} MiB/s, {stream.Lines} lines");
Console.WriteLine($"peak resident memory {long.Parse(peak) / 1024} MiB");
Console.WriteLine("excerpt:");
foreach (var line in builder.Excerpt(Limits.ExcerptLines))
{
    Console.WriteLine("  " + line);
}
