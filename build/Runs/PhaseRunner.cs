using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>Runs the work of a phase, keeps its evidence, and says how it ended. It never throws for a failure.</summary>
public sealed class PhaseRunner(RunRecord record, IRunLog log, RunStop stop, OutputSpace space, RunResources resources, IRunMemory memory,
    UsualTimes usual, TimeProvider time)
{
    /// <summary>Runs a phase, or the part of one, that serves all hosts at once.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="work">Throws <see cref="PhaseFailedException"/> with the causes where it does not pass.</param>
    /// <param name="outcome">What to say when it has passed; without it, that the phase has.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What the work returned; null where it did not pass.</returns>
    public Task<T?> SharedAsync<T>(
        Phase phase, Func<CancellationToken, Task<T>> work, Func<T, string>? outcome, CancellationToken cancellation)
        where T : class => RunAsync(phase, null, null, work, outcome, cancellation);

    /// <summary>Takes hosts through a phase, several at a time.</summary>
    /// <returns>Those that passed, in their order.</returns>
    public static async Task<IReadOnlyList<TOut>> ForEachAsync<TIn, TOut>(IReadOnlyList<TIn> hosts, int atOnce, Func<TIn, Task<TOut?>> work)
        where TOut : class
    {
        var results = new TOut?[hosts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, hosts.Count), options, async (index, _) => results[index] = await work(hosts[index]));
        return [.. results.OfType<TOut>()];
    }

    /// <summary>Runs one phase of one host.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="host">Null where it serves all hosts.</param>
    /// <param name="logPath">The phase's log file, relative to the report.</param>
    /// <param name="work">Throws <see cref="PhaseFailedException"/> with the causes where it does not pass.</param>
    /// <param name="outcome">What to say when it has passed; without it, that the phase has.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What the work returned; null where it did not pass.</returns>
    public async Task<T?> RunAsync<T>(
        Phase phase, string? host, string? logPath, Func<CancellationToken, Task<T>> work, Func<T, string>? outcome,
        CancellationToken cancellation)
        where T : class
    {
        var started = time.GetTimestamp();
        record.Write(new PhaseStarted(phase, host));
        var takes = host is null ? null : memory.UsualTime(phase, host);
        using var watch = host is null ? null : SlowPhaseWatch.Begin(phase, host, takes, log, time);
        usual.Begin(phase, host, takes);
        var status = PhaseStatus.Failed;
        T? result = null;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            result = await work(cancellation);
            status = PhaseStatus.Passed;
        }
        catch (PhaseFailedException failed)
        {
            record.Fail(failed.Findings, phase, host);
        }
        catch (OperationCanceledException) when (space.Failure is not null && stop.Signal() is null)
        {
            record.Fail([space.Failure!], phase, host);
        }
        catch (IOException error) when (OutputSpace.IsFull(error))
        {
            record.Fail([OutputSpace.Explain(space.FullerOf(resources.Directory.Path), error)], phase, host);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            status = PhaseStatus.Cancelled;
            record.Cancel(stop.Signal(), phase, host);
        }
        catch (Exception error)
        {
            // The boundary of a phase: a defect of ours must become a report, not a crash.
            record.Break(error, phase, host);
        }

        usual.End(host);
        record.Write(new PhaseFinished(phase, host, status, Log: logPath));
        Announce($"{EnumText.Lower(phase)} {EnumText.Lower(status)}", host, status, time.GetElapsedTime(started),
            result is null ? null : outcome?.Invoke(result));
        return result;
    }

    private void Announce(string plain, string? host, PhaseStatus status, TimeSpan elapsed, string? outcome)
    {
        if (status == PhaseStatus.Passed)
        {
            log.Passed($"{outcome ?? plain} ({Duration.Text(elapsed)})", host);
        }
        else
        {
            log.Failed($"{plain} ({Duration.Text(elapsed)})", host);
        }
    }
}
