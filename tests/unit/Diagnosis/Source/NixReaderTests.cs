using VmTest.Diagnosis.Source;

namespace VmTest.UnitTests.Diagnosis.Source;

/// <summary>The mark § stands where the definition is to be found, and is no part of the file.</summary>
public sealed class NixReaderTests
{
    [TestCase("{ §services.nginx.enable = true; }", "services.nginx.enable")]
    [TestCase("{ services = { nginx = { §enable = true; }; }; }", "services.nginx.enable")]
    [TestCase("{ services.\"nginx\" = { §enable = true; }; }", "services.nginx.enable")]
    [TestCase("{ config, ... }@args: with args; rec { services = { §nginx.enable = true; }; }", "services.nginx.enable")]
    [TestCase("{ lib, ... }: { config = lib.mkIf (1 < 2) { a.x = 1; §a.b = 2; }; }", "a.b")]
    [TestCase("{ lib, ... }: lib.mkMerge [ { a.x = 1; } (lib.mkIf true { §a.b = 2; }) ]", "a.b")]
    [TestCase("{ ... }: let a = { §b = 1; }; in { inherit a; }", "a.b")]
    [TestCase("{ ... }: let inherit (builtins) b; in { a = { inherit §b; }; }", "a.b")]
    [TestCase("{ a = { §b = 1; } // { c = 2; }; }", "a.b")]
    [TestCase("{ a = if true then { c = 1; } else { §b = 2; }; }", "a.b")]
    [TestCase("{ a = let user = { §b = 1; }; in user; }", "a.b")]
    [TestCase("let name = \"b\"; in { §a.${name} = 1; }", "a.b")]
    [TestCase("{ a = lib.genAttrs [ \"b\" ] (n: { §c = 1; }); }", "a.b.c")]
    [TestCase("{ a = builtins.listToAttrs [ { name = \"x\"; value.c = 1; } { name = \"b\"; §value.c = 1; } ]; }", "a.b.c")]
    [TestCase("{ a = [ 1 §2 3 ]; }", "a.\"[definition 1-entry 2]\"")]
    [TestCase("{ a = with x; [ (f 1) ] ++ [ §{ b = 1; } ]; }", "a.\"[definition 1-entry 2]\"")]
    [TestCase("{ a = [ { b = 1; } { §b = 2; } ]; }", "a.\"[definition 1-entry 2]\".b")]
    [TestCase("{ x = \"a.b = 1; }\"; # a.b = 1;\n /* a = { b = 1; }; */ §a.b = 1; }", "a.b")]
    [TestCase("{ x = ''\n a = { b ''${ = ''' } $${ ''\\n; ${f { a = 1; }} '' ; §a.b = 1; }", "a.b")]
    [TestCase("{ x = \"\\\"; a.b = ${toString (f \"}\")}\"; §a.b = 1; }", "a.b")]
    [TestCase("{ x = ./a.b/c.nix; y = <nixpkgs/a>; z = http://a.b/=c; §a.b = 1; }", "a.b")]
    [TestCase("{ x = a: { b ? { c = 1; }, ... }@d: 1 + -2 / 3; §a.b = 1; }", "a.b")]
    [TestCase("{ x = !a.b or c.d && e ? f.g -> h; §a.b = 1; }", "a.b")]
    public void It_finds_the_definition_of_an_option(string marked, string option) => Finds(marked, option);

    [TestCase("{ x = [ 1; §a.b = 1; }", "a.b")]
    [TestCase("{ x = ; y = ) ; §a.b = 1; }", "a.b")]
    [TestCase("{ x y z; §a.b = 1 }", "a.b")]
    [TestCase("{ x = { y = 1; ; }; a = { §b = 1; ", "a.b")]
    [TestCase("{ \u0000\u001b ?? §a.b = 1; } } } }", "a.b")]
    public void It_goes_on_after_what_is_no_Nix(string marked, string option) => Finds(marked, option);

    [Test]
    public void A_declaration_of_an_option_is_no_definition()
    {
        var file = new NixFile("a.nix", "{ options.a.b = lib.mkOption { }; options = { c = { }; }; config.d = 1; }");

        Assert.Multiple(() =>
        {
            Assert.That(DefinitionReader.InModule(file, ["a", "b"], NoFile).Where(found => found.IsWhole), Is.Empty);
            Assert.That(DefinitionReader.Anywhere(file, ["c"], NoFile), Is.Empty);
            Assert.That(DefinitionReader.Declarations(file, ["a", "b"], NoFile).Single(found => found.IsWhole).Place.Column, Is.EqualTo(3));
        });
    }

    [Test]
    public void Nesting_without_end_and_circles_end()
    {
        var deep = new NixFile("a.nix", string.Concat(Enumerable.Repeat("{ a = [ (", 20_000)));
        var circle = new NixFile("b.nix", "let a = b; b = a; c = [ d ] ++ c; d = { inherit d; } // d; in { inherit a c; x = d; }");

        Assert.Multiple(() =>
        {
            Assert.That(() => DefinitionReader.Anywhere(deep, ["a", "a", "b"], NoFile), Throws.Nothing);
            Assert.That(() => DefinitionReader.InModule(circle, ["a", "x"], NoFile), Throws.Nothing);
            Assert.That(() => DefinitionReader.InModule(circle, ["c", "[definition 1-entry 99]"], NoFile), Throws.Nothing);
            Assert.That(() => DefinitionReader.InModule(circle, ["x", "d", "d", "e"], NoFile), Throws.Nothing);
        });
    }

    [TestCase("services.nginx.enable", "services|nginx|enable")]
    [TestCase("services.nginx.virtualHosts.\"a.b\\\"c\".root", "services|nginx|virtualHosts|a.b\"c|root")]
    [TestCase("users.users.<name>.uid", "users|users|*|uid")]
    public void The_path_of_an_option_has_names(string text, string names) =>
        Assert.That(string.Join('|', OptionPath.Parse(text)), Is.EqualTo(names));

    private static NixFile? NoFile(NixFile from, string path) => null;

    private static void Finds(string marked, string option)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var file = new NixFile("a.nix", marked.Remove(at, 1));

        var found = DefinitionReader.InModule(file, OptionPath.Parse(option), NoFile).Where(each => each.IsWhole).ToList();

        Assert.That(found.Select(each => each.Place), Has.Some.EqualTo(file.At(at)), $"found {string.Join(", ", found)}");
    }
}
