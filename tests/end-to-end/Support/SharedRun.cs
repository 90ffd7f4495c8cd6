using Newtonsoft.Json.Linq;

namespace VmTest.EndToEndTests.Support;

/// <summary>One run of several hosts, of which each test looks at its own: the first that asks starts it.</summary>
/// <param name="exitCode">What the run ends with: that of the earliest phase that failed.</param>
/// <param name="failedPhase">That phase.</param>
/// <param name="arguments">What it is started with.</param>
/// <param name="workplace">Makes its flake.</param>
/// <param name="environment">More of its environment.</param>
internal sealed class SharedRun(int exitCode, string failedPhase, string[] arguments, Func<Workplace> workplace,
    Func<Workplace, Dictionary<string, string?>>? environment = null) : IDisposable
{
    private readonly Lock gate = new();
    private Workplace? place;
    private Task<(HostResult Result, JObject Report)>? run;

    /// <summary>The report of the whole run.</summary>
    public async Task<JObject> ReportAsync() => (await RunAsync()).Report;

    /// <summary>What the run said.</summary>
    public async Task<string> OutputAsync() => (await RunAsync()).Result.Output;

    /// <summary>What the report says of one host.</summary>
    public async Task<JToken> HostAsync(string name) =>
        (await ReportAsync())["hosts"]!.Single(host => host.Value<string>("name") == name);

    /// <summary>The failures of one host, in their order.</summary>
    public async Task<IReadOnlyList<JToken>> FailuresAsync(string name) =>
        [.. (await ReportAsync())["failures"]!.Where(failure => failure.Value<string>("host") == name)];

    public void Dispose() => place?.Dispose();

    private Task<(HostResult Result, JObject Report)> RunAsync()
    {
        lock (gate)
        {
            return run ??= StartAsync();
        }
    }

    private async Task<(HostResult Result, JObject Report)> StartAsync()
    {
        place = workplace();
        var result = await Host.RunAsync(place, environment?.Invoke(place) ?? [], arguments);
        return (result, result.Expect(exitCode, "failure", failedPhase));
    }
}
