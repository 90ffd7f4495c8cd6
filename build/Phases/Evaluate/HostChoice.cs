using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Phases.Evaluate;

/// <summary>Which of a flake's hosts take part.</summary>
internal static class HostChoice
{
    /// <summary>The hosts that were asked for, or all.</summary>
    /// <exception cref="PhaseFailedException">The flake lacks one.</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> wanted, IReadOnlyList<string> existing)
    {
        var unknown = wanted.Where(name => !existing.Contains(name)).Select(name => new Finding
        {
            Code = FailureCodes.HostUnknown,
            Origin = FailureOrigin.Configuration,
            Message = NearestName.Explain($"The flake has no host '{name}'.", name, existing, string.Empty),
            Subject = new Subject(SubjectKind.Host, name),
            Hint = "Give --host a name that nixosConfigurations has, or leave it out to test all hosts.",
        }).ToList();
        return unknown.Count > 0 ? throw new PhaseFailedException(unknown) : wanted.Count > 0 ? wanted : existing;
    }
}
