using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>
/// Adds to the failures of a guest's units the lines of the flake that they come from. The failures are on record before: this
/// delays no verdict, and a place that is not found in time is only said.
/// </summary>
public sealed class GuestPlaces(OptionQuery options, RunRecord record, IRunLog console, TimeProvider time)
{
    /// <summary>Finds the places of a host's failures that are about a unit or a device.</summary>
    /// <param name="host">Whose boot or runtime phase failed.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task AddAsync(SelectedHost host, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var source = host.Flake.Source;
        var units = new UnitPlaces(source, host.Name);
        List<Failure> unknown = [];
        foreach (var failure in record.Failures.Where(failure => failure.Host == host.Name && failure.Location is null
            && failure is { Phase: Phase.Boot or Phase.Runtime, Subject.Kind: SubjectKind.Unit or SubjectKind.Device }))
        {
            var subject = failure.Subject!;
            var places = subject.Kind == SubjectKind.Unit ? units.Read(subject.Name) : units.ReadDevice(subject.Name);
            if (!Add(failure, places) && subject.Kind == SubjectKind.Unit && UnitPlaces.OptionOf(subject.Name) is not null)
            {
                unknown.Add(failure);
            }
        }

        if (unknown.Count > 0)
        {
            await AskAsync(host, unknown, units, cancellation);
            console.Say($"looked for the source of {Count(unknown.Count)} ({Duration.Text(time.GetElapsedTime(started))})", host.Name);
        }
    }

    private async Task AskAsync(
        SelectedHost host, IReadOnlyList<Failure> unknown, UnitPlaces units, CancellationToken cancellation)
    {
        // What Nix says of it is about no failure of the run.
        await using var log = new PhaseLog(null, null, RunPaths.NixLog, host.Name);
        var question = new OptionQuestion { Units = [.. unknown.Select(failure => UnitPlaces.OptionOf(failure.Subject!.Name)!)] };
        OptionAnswer? answer;
        try
        {
            answer = await options.AskAsync(host.Flake, host.Name, question, log, cancellation);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (answer is null || answer.Units.Count != unknown.Count)
        {
            console.Say($"where {Count(unknown.Count)} come from could not be found: the configuration gave no answer", host.Name);
            return;
        }

        foreach (var (failure, modules) in unknown.Zip(answer.Units))
        {
            Add(failure, units.Complete(failure.Subject!.Name, modules));
        }
    }

    private bool Add(Failure failure, IReadOnlyList<RelatedPlace> places)
    {
        if (places.Count == 0)
        {
            return false;
        }

        var place = new SourceLocation(places[0].File, places[0].Line, places[0].Column);
        record.Write(new PlaceFound(failure.Fingerprint, place, places.Count > 1 ? [.. places.Skip(1)] : null));
        console.Say($"{failure.Subject!.Name} comes from {place} ({places[0].What})", failure.Host);
        return true;
    }

    private static string Count(int units) => units == 1 ? "1 unit" : $"{units} units";
}
