namespace VmTest.Nix;

/// <summary>The output of a bounded number of builders. Those that ended long ago go first, unless they failed.</summary>
internal sealed class BuilderLogs
{
    /// <summary>Builders whose output is kept in memory; those that failed or still run outlive the others.</summary>
    private const int KeptBuilders = 100;

    private readonly Dictionary<string, LinkedListNode<(string Derivation, BuilderLog Log)>> byDerivation = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Derivation, BuilderLog Log)> byUse = new();

    public BuilderLog? Find(string derivation) => byDerivation.TryGetValue(derivation, out var node) ? node.Value.Log : null;

    /// <summary>The builder's log, made where there was none.</summary>
    public BuilderLog Of(string derivation)
    {
        if (byDerivation.TryGetValue(derivation, out var known))
        {
            if (known != byUse.Last)
            {
                byUse.Remove(known);
                byUse.AddLast(known);
            }

            return known.Value.Log;
        }

        if (byDerivation.Count >= KeptBuilders)
        {
            Forget();
        }

        var log = new BuilderLog();
        byDerivation[derivation] = byUse.AddLast((derivation, log));
        return log;
    }

    private void Forget()
    {
        var oldest = byUse.First!;
        for (var node = oldest; node is not null; node = node.Next)
        {
            if (!node.Value.Log.Failed)
            {
                oldest = node;
                break;
            }
        }

        byUse.Remove(oldest);
        byDerivation.Remove(oldest.Value.Derivation);
    }
}
