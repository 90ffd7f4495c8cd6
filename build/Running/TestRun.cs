using VmTest.Reporting;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Terminal;

namespace VmTest.Running;

/// <summary>Takes hosts through phases: who is still in the race, what is evidence, who goes on.</summary>
public sealed class TestRun(RunSession session)
{
    private readonly List<HostRun> hosts = [];
    private bool sharedPhaseFailed;

    public IReadOnlyList<HostRun> Hosts => hosts;

    public IEnumerable<HostRun> InTheRace => hosts.Where(host => host.InTheRace);

    /// <summary>Names the hosts that take part.</summary>
    public void Select(IReadOnlyList<string> names)
    {
        hosts.AddRange(names.Select((name, index) => new HostRun(name, Cleanup.RunNames.FolderOf(name), index)));
        session.Console.NamesHosts = hosts.Count > 1;
        session.Events.Write(new HostsSelected(names));
    }

    /// <summary>The criterion of a phase. Says, on the console and in the evidence, why the phase is skipped.</summary>
    public bool ShouldRun(Phase phase)
    {
        var reason = session.Cancellation.IsCancellationRequested ? "the run was cancelled"
            : sharedPhaseFailed ? "an earlier phase failed"
            : hosts.Count > 0 && !InTheRace.Any() ? "no host is left in the race"
            : hosts.Count == 0 && phase > Phase.Evaluate ? "no host has been evaluated"
            : null;
        if (reason is null)
        {
            return true;
        }

        session.Console.Say($"skipped: {reason}");
        return false;
    }

    /// <summary>Runs a phase, or the part of one, that serves all hosts at once.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="work">Throws <see cref="PhaseFailedException"/> with the causes where it does not pass.</param>
    /// <param name="outcome">What to say on the console when it has passed; without it, that the phase has.</param>
    /// <exception cref="PhaseFailedException">It failed; the causes are on record.</exception>
    public async Task SharedAsync(Phase phase, Func<CancellationToken, Task> work, Func<string>? outcome = null)
    {
        if (!await PhaseAsync(phase, null, null, work, outcome))
        {
            sharedPhaseFailed = true;
            throw PhaseFailedException.OnRecord(phase);
        }
    }

    /// <summary>Takes every host that is still in the race through <paramref name="work"/>, several at a time.</summary>
    /// <exception cref="PhaseFailedException">At least one host failed; the causes are on record.</exception>
    public async Task ForEachHostAsync(Phase phase, int atOnce, Func<HostRun, Task<bool>> work)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForEachAsync(InTheRace.ToList(), options, async (host, _) => host.InTheRace = await work(host));
        if (hosts.Any(host => !host.InTheRace))
        {
            throw PhaseFailedException.OnRecord(phase);
        }
    }

    /// <summary>Runs one phase of one host and keeps its evidence; never throws for a failure.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="host">Null where it serves all hosts.</param>
    /// <param name="log">The phase's log file, relative to the report.</param>
    /// <param name="work">Throws <see cref="PhaseFailedException"/> with the causes where it does not pass.</param>
    /// <param name="outcome">What to say on the console when it has passed; without it, that the phase has.</param>
    /// <returns>Whether it passed.</returns>
    public async Task<bool> PhaseAsync(Phase phase, HostRun? host, string? log, Func<CancellationToken, Task> work, Func<string>? outcome = null)
    {
        var name = host?.Name;
        var started = session.Time.GetTimestamp();
        session.Events.Write(new PhaseStarted(phase, name));
        var status = PhaseStatus.Failed;
        try
        {
            session.Cancellation.ThrowIfCancellationRequested();
            await work(session.Cancellation);
            status = PhaseStatus.Passed;
        }
        catch (PhaseFailedException failed)
        {
            Record(failed.Failures, phase, name);
        }
        catch (OperationCanceledException) when (session.Space.Failure is not null && session.Signal is null)
        {
            Record([session.Space.Failure!], phase, name);
        }
        catch (IOException error) when (OutputSpace.IsFull(error))
        {
            Record([OutputSpace.Explain(session.Space.FullerOf(session.Directory.Path), error)], phase, name);
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            status = PhaseStatus.Cancelled;
            session.Events.Write(new FailureFound(Failures.Cancelled(session.Signal, phase, name)));
        }
        catch (Exception error)
        {
            // The boundary of a phase: a defect of ours must become a report, not a crash.
            Record([Failures.Internal(error)], phase, name);
        }

        session.Events.Write(new PhaseFinished(phase, name, status, Log: log));
        Announce(phase, name, status, session.Time.GetElapsedTime(started), outcome);
        return status == PhaseStatus.Passed;
    }

    /// <summary>Runs one phase of one host with a log of its own, to which earlier phases may have written.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="host">The host.</param>
    /// <param name="fileName">The log's name in the host's folder.</param>
    /// <param name="work">Gets the log, and its path relative to the report.</param>
    public async Task<bool> LoggedPhaseAsync(Phase phase, HostRun host, string fileName, Func<TextWriter, string, CancellationToken, Task> work)
    {
        var bounded = RunLogs.Open(session, session.HostFile(host, fileName));
        try
        {
            await using var file = new StreamWriter(bounded);
            await using var log = TextWriter.Synchronized(file);
            var path = $"{host.Folder}/{fileName}";
            return await PhaseAsync(phase, host, path, cancellation => work(log, path, cancellation));
        }
        finally
        {
            RunLogs.Close(session, host, phase, fileName, bounded);
        }
    }

    private void Record(IReadOnlyList<Failure> failures, Phase phase, string? host)
    {
        foreach (var failure in failures)
        {
            var complete = Failures.Finish(failure with { Phase = failure.Phase ?? phase, Host = failure.Host ?? host });
            session.Events.Write(new FailureFound(complete));
            session.Console.Failed(complete.Message, host);
        }
    }

    private void Announce(Phase phase, string? host, PhaseStatus status, TimeSpan elapsed, Func<string>? outcome)
    {
        var usual = $"{phase.ToString().ToLowerInvariant()} {status.ToString().ToLowerInvariant()}";
        if (status == PhaseStatus.Passed)
        {
            session.Console.Passed($"{outcome?.Invoke() ?? usual} ({Duration.Text(elapsed)})", host);
        }
        else
        {
            session.Console.Failed($"{usual} ({Duration.Text(elapsed)})", host);
        }
    }
}
