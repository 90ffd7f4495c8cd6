using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Phases.Evaluate;

/// <summary>Says before it matters what a VM without a network will lack.</summary>
internal static class NetworkNote
{
    /// <summary>How many names of one kind are shown.</summary>
    private const int Shown = 3;

    /// <summary>The note, or null where the VM has a network or the host needs none.</summary>
    public static string? For(IReadOnlyList<NetworkNeed> needs, NetworkMode network)
    {
        if (network != NetworkMode.None || needs.Count == 0)
        {
            return null;
        }

        return $"the VM has no network, and the host needs one for {string.Join(", ", needs.Select(Text))}: what depends on it may fail. "
            + "--network=user gives the VM the network of this machine, --allow-failed=UNIT accepts a failure";
    }

    private static string Text(NetworkNeed need)
    {
        var more = need.Names.Count - Shown;
        return $"{need.What} ({string.Join(", ", need.Names.Take(Shown))}{(more > 0 ? $" and {more} more" : string.Empty)})";
    }
}
