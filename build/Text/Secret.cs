using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using VmTest.Model;

namespace VmTest.Text;

/// <summary>A passphrase: it stands in no log and no report, also where a guest shows it.</summary>
public sealed class Secret
{
    /// <summary>What stands in its place.</summary>
    public const string Mark = "(passphrase)";

    /// <summary>From here on, a passphrase is no part of other words: replacing <c>test</c> everywhere would rename units.</summary>
    private const int DistinctLength = 8;

    /// <summary>What <see cref="CanBeTyped"/> takes.</summary>
    public static readonly string Typable =
        $"a passphrase of one line, 1 to {Limits.MaximumPassphraseBytes} bytes, without control characters";

    private readonly string value;
    private readonly string inJson;

    /// <param name="value">The passphrase itself; it must not be empty.</param>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        this.value = value;
        inJson = JsonConvert.ToString(value)[1..^1];
    }

    /// <summary>Whether a text can be typed as a passphrase: the consoles of initrds end it at the first control character.</summary>
    public static bool CanBeTyped(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= Limits.MaximumPassphraseBytes && !text.Any(char.IsControl)
            && !text.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>The passphrase itself, for whoever has to type it.</summary>
    public string Reveal() => value;

    /// <summary>The text without it.</summary>
    /// <param name="text">What somebody else says, in plain text or as JSON.</param>
    /// <param name="echoed">Whether it was typed just before, so that even a short one may be its echo.</param>
    public string Hide(string text, bool echoed = false) => !echoed && value.Length < DistinctLength
        ? text
        : text.Replace(value, Mark, StringComparison.Ordinal).Replace(inJson, Mark, StringComparison.Ordinal);

    /// <summary>Three digits that nearly always change with the passphrase, and say next to nothing about it.</summary>
    [JsonIgnore]
    public string ChangeMark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..3];

    /// <inheritdoc/>
    public override string ToString() => Mark;
}
