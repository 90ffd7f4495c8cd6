using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Guest.Verdicts;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Phases.Runtime;

/// <summary>
/// Gets what a verdict on the units needs, and no more: the states of all in one query, details only of what is not healthy.
/// Under software emulation, systemd takes 20 to 50 ms to tell the details of one unit, and as long as for all states.
/// </summary>
/// <param name="recorder">What is known of the guest.</param>
/// <param name="requests">Asks its probe.</param>
/// <param name="console">Shows what is waited for.</param>
/// <param name="time">For the limits.</param>
internal sealed class UnitLook(GuestRecorder recorder, ProbeRequests requests, IRunLog console, TimeProvider time)
{
    /// <summary>From the first to the second look at a unit that has been restarted and runs: whether it stays.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(3);

    /// <summary>How long the guest may take, after it said "ready", for one answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>How long the journal may be behind the list of units; a guest may have none.</summary>
    private static readonly TimeSpan JournalLag = TimeSpan.FromSeconds(3);

    /// <summary>The probe's shell reads what it is asked letter by letter.</summary>
    private const int MostFinished = 200;

    /// <summary>Everything that decides.</summary>
    /// <param name="required">Units that have to be active.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task RunAsync(IReadOnlyList<string> required, CancellationToken cancellation)
    {
        await OnceAsync(required, cancellation);
        if (RuntimeVerdict.NeedsSecondLook(recorder.Evidence))
        {
            console.Status($"units were restarted: looking again after {Duration.Text(SecondLook)}", recorder.Evidence.Host);
            await Task.Delay(SecondLook, time, cancellation);
            await OnceAsync(required, cancellation);
        }

        console.EndStatus(recorder.Evidence.Host);
    }

    /// <summary>The details of all units that had to do with the boot, for the report; nothing is asked for twice.</summary>
    public async Task ListAllAsync(CancellationToken cancellation)
    {
        const string what = "the list of all units with their times";
        var evidence = recorder.Evidence;
        if (evidence.Probe.RawUnits is not null && evidence.Probe.Units.Values.All(unit => unit.IsDetailed))
        {
            return;
        }

        var finished = UnitSuspects.Finished(evidence);
        var isKnown = evidence.Journal.Starts.Finished.IsCompletedSuccessfully && finished.Count <= MostFinished;
        await AskAsync(isKnown ? $"rest {string.Join(' ', finished)}".TrimEnd() : "dump", what, cancellation);
    }

    private async Task OnceAsync(IReadOnlyList<string> required, CancellationToken cancellation)
    {
        var probe = recorder.Evidence.Probe;
        await AskAsync("look", "the states of all units", cancellation);
        // A systemd that does not list as JSON, a target that needs a closer look, units in another place, no journal: then
        // nothing but the details of all units tells.
        if (!probe.HasListed || probe.DefaultTargetState != "active" || probe.WantsInFiles.Count == 0
            || !await JournalIsCompleteAsync(cancellation))
        {
            await AskAsync("dump", "the list of all units", cancellation);
            return;
        }

        probe.Add(UnitSuspects.KnownFailures(recorder.Evidence));
        var suspects = UnitSuspects.Find(recorder.Evidence, required);
        if (suspects.Count > UnitSuspects.Maximum)
        {
            await AskAsync("dump", "the list of all units", cancellation);
            return;
        }

        if (suspects.Count > 0)
        {
            await AskAsync($"show {string.Join(' ', suspects)}", $"details of {suspects.Count} units", cancellation);
        }

        if (UnitSuspects.NeedTargets(recorder.Evidence))
        {
            await AskAsync("show *.target", "what the targets want", cancellation);
        }
    }

    /// <summary>Whether all that systemd said of the boot has come; it is waited for a little.</summary>
    private async Task<bool> JournalIsCompleteAsync(CancellationToken cancellation)
    {
        try
        {
            await recorder.Evidence.Journal.Starts.Finished.WaitAsync(JournalLag, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task AskAsync(string request, string what, CancellationToken cancellation)
    {
        var answer = requests.AskAsync(request, Limit, cancellation);
        await console.SayUntilAsync(answer, what, recorder.Evidence.Host, time, cancellation);
        await answer;
    }
}
