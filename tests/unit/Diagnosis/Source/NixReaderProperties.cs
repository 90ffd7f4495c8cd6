using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VmTest.Diagnosis.Source;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Diagnosis.Source;

/// <summary>Whatever valid file has a known definition at a known place, the reader finds it there.</summary>
public sealed class NixReaderProperties
{
    private static readonly string[] Names = ["services", "nginx", "a-b", "x'", "_y", "enable", "config2", "or-else"];
    private static readonly string[] QuotedNames = ["a.b", "with space", "=", "{", "}", "/data", "it''s", "#", "${not}"];

    private static readonly string[] Values =
    [
        "1", "true", "\"= { a.b = 1; }\"", "\"\\${x} } \\\" ;\"", "''\n  a = { ''${b} = ''' ; # }\n''", "[ 1 { a = \"]\"; } ]",
        "./a/b.nix", "<nixpkgs/x>", "(x: x // { y = 1; })", "{ lib, a ? { }, ... }@all: lib.f a", "with lib; [ a b ]",
        "if a == b then { } else { c = 1; }",
        "let z = 1; in z", "!a.b or c && d ? e.f", "-1 + 2 * 3 / 4", "a.b.c or \"x\"",
        "f { x = 1; } [ 2 ] \"${g { y = \"}\"; }}\"", "rec { p = 1; q = p; }",
    ];

    private static readonly string[] Noise = [" ", "\n", "\n  ", " # a.b = { \"\n", " /* = { ''  */ ", "\t"];

    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue - 1));

    [Test]
    public void The_definition_that_was_written_is_found_where_it_was_written() => Properties.ForAll(
        Seeds,
        seed =>
        {
            var file = new Written(new Random(seed));

            var found = DefinitionReader.InModule(new NixFile("a.nix", file.Text), file.Path, (_, _) => null)
                .Where(definition => definition.IsWhole).ToList();

            Assert.That(found.Select(definition => definition.Place), Has.Some.EqualTo(new NixFile("a.nix", file.Text).At(file.Place)),
                $"{string.Join(" | ", file.Path)}\n{file.Text}\n{string.Join('\n', found)}");
        },
        attempts: 2000);

    [Test]
    public void No_text_at_all_makes_it_fail() => Properties.ForAll(
        Properties.Texts,
        text =>
        {
            var file = new NixFile("a.nix", "{ a = " + text + "; }");
            Assert.That(() => DefinitionReader.Anywhere(file, ["a", "b"], (_, _) => null), Throws.Nothing);
        });

    /// <summary>A file with the definition of one option among others, in one of the forms that people use.</summary>
    private sealed class Written
    {
        private readonly Random random;
        private readonly StringBuilder text = new();

        public Written(Random random)
        {
            this.random = random;
            Path = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(4) == 0 ? Pick(QuotedNames) : Pick(Names))];
            Add(Pick("", "{ config, lib, ... }:", "args@{ lib, pkgs, ... }:", "{ lib }: { pkgs, ... }:", "{ ... }: with lib;",
                "{ ... }: let inner = { a = 1; }; in", "{ ... }: assert true;"));
            Set(() => Inside(0), Pick("", "", "lib.mkMerge", "lib.mkIf true"), isModule: true);
            Text = text.ToString();
        }

        public IReadOnlyList<string> Path { get; }

        public string Text { get; }

        public int Place { get; private set; }

        /// <summary>The rest of the path, from one of its names on.</summary>
        private void Inside(int from)
        {
            for (var count = random.Next(3); count > 0; count--)
            {
                Other();
            }

            var names = random.Next(1, Path.Count - from + 1);
            Place = text.Length;
            Add(string.Join(Pick(".", ".", " . "), Path.Skip(from).Take(names).Select(Quoted)), spaced: false);
            Add("=");
            if (from + names == Path.Count)
            {
                Add(Pick("", "lib.mkForce", "lib.mkDefault") is { Length: > 0 } wrapper ? $"{wrapper} ({Pick(Values)})" : Pick(Values));
            }
            else
            {
                Set(() => Inside(from + names), Pick("", "", "lib.mkIf (a == { b = 1; })", "lib.mkDefault", "//", "let"), isModule: false);
            }

            Add(";");
            if (random.Next(2) == 0)
            {
                Other();
            }
        }

        private void Set(Action inside, string around, bool isModule)
        {
            var config = isModule && random.Next(3) == 0;
            var list = around == "lib.mkMerge";
            Add(around switch { "let" => "let a = { b = 1; }; in", "//" => "{ other1 = 1; } //", _ => around });
            Add(list ? "[ { other2 = 1; }" : string.Empty);
            Add(Pick("{", "{", "rec {"));
            Add(config ? "config = {" : string.Empty);
            // The place is that of the definition's own path: nothing may be added to the text between.
            text.Append(' ');
            inside();
            Add(config ? "};" : string.Empty);
            Add("}");
            Add(list ? "]" : string.Empty);
        }

        /// <summary>A definition of something else.</summary>
        private void Other()
        {
            Add($"other{random.Next(10_000).ToString(CultureInfo.InvariantCulture)}.x{text.Length.ToString(CultureInfo.InvariantCulture)}");
            Add("=");
            Add(Pick(Values));
            Add(";");
            text.Append(' ');
        }

        private string Quoted(string name) => Names.Contains(name) && random.Next(4) > 0 ? name
            : $"\"{name.Replace("${", "\\${", StringComparison.Ordinal)}\"";

        private void Add(string part, bool spaced = true)
        {
            text.Append(part);
            text.Append(spaced || random.Next(2) == 0 ? Pick(Noise) : string.Empty);
        }

        private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
