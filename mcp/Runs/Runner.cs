using Microsoft.Extensions.DependencyInjection;
using VmTest.CommandLine;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;
using VmTest.Terminal;

namespace VmTest.Mcp.Runs;

/// <summary>Calls of the pipeline, each a run of its own with a folder of its own; several may run at once.</summary>
internal sealed class Runner(ServerSettings settings, RunFolderList folders, TimeProvider time)
{
    private const string Trigger = "mcp";

    /// <summary>One test, to its end.</summary>
    /// <param name="target">Which.</param>
    /// <param name="words">The call's own arguments, each as <c>--name=value</c>.</param>
    /// <param name="progress">Follows the run.</param>
    /// <param name="cancellation">Ends the run, after its teardown and with its report.</param>
    /// <returns>The report, and the path of it.</returns>
    /// <exception cref="UsageException">An argument does not fit.</exception>
    public async Task<(Report Report, string Path)> TestAsync(
        string target, IReadOnlyList<string> words, ProgressReporter progress, CancellationToken cancellation)
    {
        var (request, console) = Prepare(target, words);
        new Sweeper(console, time).Sweep();
        var events = await Pipeline(progress).RunAsync(request, new CallLog(console, progress), cancellation);
        var report = ReportBuilder.Build(events);
        folders.Add(request.Output, report.Run.Id);
        cancellation.ThrowIfCancellationRequested();
        return (report, Path.Combine(request.Output, report.Run.Id, RunPaths.ReportJson));
    }

    /// <summary>The hosts of the flake; what keeps them from being known otherwise.</summary>
    /// <exception cref="UsageException">An argument does not fit.</exception>
    public async Task<(IReadOnlyList<string>? Hosts, IReadOnlyList<Failure> Failures)> ListHostsAsync(
        IReadOnlyList<string> words, ProgressReporter progress, CancellationToken cancellation)
    {
        var (request, console) = Prepare(Targets.ListHosts, words);
        var found = await Pipeline(progress).ListHostsAsync(request, new CallLog(console, progress), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return found;
    }

    private static TestPipeline Pipeline(IRunObserver observer) =>
        RunServices.Pipeline(services => services.AddSingleton(observer));

    private (RunRequest Request, RunConsole Console) Prepare(string target, IReadOnlyList<string> words)
    {
        var own = settings.For(target, words);
        if (Targets.IsTestRun(target))
        {
            OutputFolder.Check(own.Output);
        }

        return (own.ToRequest(Trigger), new RunConsole(Console.Error, colours: false, own.Verbosity));
    }
}
