using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>
/// One reason for which a derivation fails: how to know it, and what to say. The texts may hold <c>{drv}</c>, the
/// derivation's name, and <c>{group}</c>, a group of the pattern.
/// </summary>
/// <param name="Code">The failure's code.</param>
/// <param name="Pattern">Matches Nix's message.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do next.</param>
internal sealed record BuildRule(string Code, Regex Pattern, string Message, string Hint)
{
    /// <summary>How long one pattern may search one message: patterns have no nested repetition, but the text is anybody's.</summary>
    internal static readonly TimeSpan PatternMatch = TimeSpan.FromSeconds(2);

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    public BuildRule(string code, string pattern, string message, string hint)
        : this(code, new Regex(pattern, Options, PatternMatch), message, hint)
    {
    }

    /// <summary>Whether this machine has to change, and not the configuration.</summary>
    public bool Environment { get; init; }

    /// <summary>Whether the builder's own output tells why.</summary>
    public bool ByOutput { get; init; }
}
