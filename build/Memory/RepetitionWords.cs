using VmTest.Model;

namespace VmTest.Memory;

/// <summary>A repetition in words.</summary>
public static class RepetitionWords
{
    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    public static string Row(Repetition repetition) => $"the {Ordinal(repetition.Count)} run in a row with this failure";

    /// <summary>What became of the edits since; null where the system is another one.</summary>
    public static string? Edits(Repetition repetition, string host)
    {
        if (repetition.SameSystem != true)
        {
            return null;
        }

        var changed = (repetition.Changed, repetition.Untracked) switch
        {
            (null, null) => "no file has changed",
            (null, { } untracked) => Untracked(untracked),
            ({ } files, null) => $"changed anyway: {string.Join(", ", files)}",
            ({ } files, { } untracked) => $"changed anyway: {string.Join(", ", files)}; {Untracked(untracked)}",
        };
        return $"no edit since then reached host {host}: it evaluates to the same system ({changed})";
    }

    private static string Untracked(IReadOnlyList<string> files) => files.Count == 1
        ? $"{files[0]} is not tracked by Git, so Nix does not see it: git add it"
        : $"{string.Join(", ", files)} are not tracked by Git, so Nix does not see them: git add them";

    private static string Ordinal(int count) => count <= Ordinals.Length ? Ordinals[count - 1] : (count % 100, count % 10) switch
    {
        (11 or 12 or 13, _) => $"{count}th",
        (_, 1) => $"{count}st",
        (_, 2) => $"{count}nd",
        (_, 3) => $"{count}rd",
        _ => $"{count}th",
    };
}
