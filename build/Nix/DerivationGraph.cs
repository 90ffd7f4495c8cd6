namespace VmTest.Nix;

/// <summary>Finds which of the failed derivations a derivation depends on, by reading derivations in the store.</summary>
/// <param name="failed">Store paths of the derivations that failed by themselves.</param>
/// <param name="derivations">Reads the store.</param>
internal sealed class DerivationGraph(IEnumerable<string> failed, Derivations derivations)
{
    /// <summary>Derivations that are read to find out which failure caused another.</summary>
    private const int SearchedDerivations = 20_000;

    private readonly HashSet<string> causes = new(failed, StringComparer.Ordinal);

    /// <summary>The nearest; null where none is found within the bounds of the search.</summary>
    public string? CauseOf(string derivation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { derivation };
        var next = new Queue<string>([derivation]);
        while (next.TryDequeue(out var current) && seen.Count < SearchedDerivations)
        {
            foreach (var input in derivations.Inputs(current).Where(seen.Add))
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
}
