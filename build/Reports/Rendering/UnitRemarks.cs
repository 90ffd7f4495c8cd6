using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>What failures and warnings of a host say of its units, so that a list of units says the same.</summary>
internal sealed class UnitRemarks
{
    /// <summary>Of a unit whose start was given up because of another one; systemd calls it inactive.</summary>
    public const string NotStarted = "not started";

    /// <summary>Of a unit that failed and may.</summary>
    public const string FailedAllowed = "failed, allowed";

    private const string Failed = "failed";

    private readonly Dictionary<string, Failure> byUnit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Failure> byFingerprint = new(StringComparer.Ordinal);

    /// <param name="report">Where they are.</param>
    /// <param name="host">Whose units they are.</param>
    public UnitRemarks(Report report, string host)
    {
        foreach (var failure in report.Failures.Concat(report.Warnings.Where(warning => warning.Allowed == true)))
        {
            byFingerprint.TryAdd(failure.Fingerprint, failure);
            if (failure.Host == host && failure.Subject is { Kind: SubjectKind.Unit } unit)
            {
                byUnit.TryAdd(Key(unit.Name), failure);
            }
        }
    }

    /// <summary>The failure, or the warning in its place, that is about a unit; null where there is none.</summary>
    public Failure? Of(string unit) => byUnit.GetValueOrDefault(Key(unit));

    /// <summary>What caused a failure; null where it has no cause but itself.</summary>
    public Failure? CauseOf(Failure failure) => failure.CausedBy is { } cause ? byFingerprint.GetValueOrDefault(cause) : null;

    /// <summary>A unit's state in the words of the report.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="active">systemd's word for its state.</param>
    public string State(string unit, string active) => Of(unit) switch
    {
        { Allowed: true } when active == Failed => FailedAllowed,
        { Code: FailureCodes.DependencyFailed } when active != Failed => NotStarted,
        _ => active,
    };

    /// <summary>Units that were not started, each with what it was not started because of, where that is known.</summary>
    public IEnumerable<(string Unit, string? Because)> GivenUp => byUnit
        .Where(entry => entry.Value.Code == FailureCodes.DependencyFailed)
        .Select(entry => (entry.Key, CauseOf(entry.Value)?.Subject?.Name));

    /// <summary>A name as the page shows it: the list of units comes from a file, which is stricter about characters.</summary>
    private static string Key(string unit) => Markup.Text(unit);
}
