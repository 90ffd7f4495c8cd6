using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VmTest.UnitTests.Support;

/// <summary>What has to hold for anything: values are generated, and a counter-example is made small before it is shown.</summary>
internal static class Properties
{
    private const int Attempts = 300;

    // Ends of escape sequences, separators, letters beyond the basic plane: what breaks naive code.
    private static readonly string[] Fragments =
    [
        "\u001b[31m", "\u001b]0;title\u0007", "\u001b]8;;x\u001b\\", "\u009b1m", "\u001bP", "\u001b", "\r", "\n", "\t", "\0", "\u007f",
        "\u0085",
        "{\"t\":\"state\",\"up\":1.5,\"d\":\"running\"}", "{\"t\":\"hello\",\"d\":{\"kernel\":{}}}", "{", "}", "[", "]", "\"", "\\",
        "null", "1e999", "99999999999999999999",
        "é", "漢", "😀", "\ud800", "../", "/", "..", ".", " ", "@nix ", "::error::", "<b>", "`", "|", "#", "*",
    ];

    private static readonly Gen<string> Fragment = Gen.OneOf(
        Gen.Elements(Fragments),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? string.Empty),
        Gen.Elements(Enumerable.Range(' ', '~' - ' ').Select(letter => ((char)letter).ToString()).ToArray()));

    /// <summary>Texts of every kind, hostile ones among them.</summary>
    public static readonly Arbitrary<string> Texts = Arb.From(
        Fragment.ListOf().Select(parts => string.Concat(parts)),
        text => text.Length == 0 ? [] : [text[..(text.Length / 2)], text[(text.Length / 2)..], text[1..], text[..^1]]);

    /// <summary>JSON values in which nothing has the type that is expected.</summary>
    public static readonly Arbitrary<string> JsonValues = Arb.From(Gen.Elements(
        "null", "true", "0", "-1", "1.5", "1e300", "9223372036854775808", "99999999999999999999999999999999999999", "18446744073709551615",
        "\"\"", "\"text\"", "\"9223372036854775807\"", "[]", "[1]", "[{}]", "[[]]", "{}", "{\"a\":1}", "[{\"Id\":{}}]", "[\"x\",null]",
        "\"a\\u0000b\\u001b[1m\""));

    public static readonly Arbitrary<byte[]> Bytes = Arb.From(Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []),
        Texts.Generator.Select(Encoding.UTF8.GetBytes)));

    public static void ForAll<T>(Arbitrary<T> values, Action<T> holds, int attempts = Attempts) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(attempts).WithQuietOnSuccess(true), Prop.ForAll(values, holds));
}
