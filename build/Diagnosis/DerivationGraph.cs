using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Finds which of the failed derivations a derivation depends on, by reading derivations in the store.</summary>
/// <param name="failed">Store paths of the derivations that failed by themselves.</param>
internal sealed partial class DerivationGraph(IEnumerable<string> failed)
{
    private readonly HashSet<string> causes = new(failed, StringComparer.Ordinal);

    /// <summary>The nearest; null where none is found within the bounds of the search.</summary>
    public string? CauseOf(string derivation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { derivation };
        var next = new Queue<string>([derivation]);
        while (next.TryDequeue(out var current) && seen.Count < Limits.SearchedDerivations)
        {
            foreach (var input in Inputs(current).Where(seen.Add))
            {
                if (causes.Contains(input))
                {
                    return input;
                }

                next.Enqueue(input);
            }
        }

        return null;
    }

    private static List<string> Inputs(string derivation)
    {
        try
        {
            return [.. InputDerivation().Matches(File.ReadAllText(derivation)).Select(match => match.Groups["path"].Value).Where(path => path != derivation)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\(""(?<path>/nix/store/[^""]+\.drv)"",\[")]
    private static partial Regex InputDerivation();
}
