using VmTest.Diagnosis.Source;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Diagnosis.Source;

public sealed class DataKeysTests
{
    private static readonly IReadOnlyList<string> Wanted = ["a", "b", "[definition 1-entry 2]", "c"];

    [TestCase("""{ §"a": 1 }""", "a")]
    [TestCase("""{ "a": { "b": 0 }, §"b": 1 }""", "b")]
    [TestCase("""{ "x": { "a": 1 }, "a": { "x": [ { "b": 2 } ], §"b": 3 } }""", "a", "b")]
    [TestCase("""{ "ä": "ö", §"a": 1 }""", "a")]
    [TestCase("""{ §"a.b": 1 }""", "a.b")]
    [TestCase("""{ "a": [ 1, [ 2, 3 ], §4 ] }""", "a", "[definition 1-entry 3]")]
    [TestCase("""{ "a": [ { "b": 1 }, { §"b": 2 } ] }""", "a", "[definition 1-entry 2]", "b")]
    [TestCase("""{ "a": [ { "b": 1 }, §{ "c": 2 } ] }""", "a", "[definition 1-entry 2]", "b")]
    [TestCase("""{ §"a": [ 1 ] }""", "a", "[definition 1-entry 2]")]
    [TestCase("{ // what it is for\n  §\"a\": 1 }", "a")]
    public void A_key_is_found_in_JSON(string marked, params string[] keys) =>
        Assert.That(DataKeys.Json(Plain(marked), keys), Is.EqualTo(marked.IndexOf('§', StringComparison.Ordinal)));

    [TestCase("§a = 1", "a")]
    [TestCase("x = 1\n[a]\nx = 2\n§b = 3", "a", "b")]
    [TestCase("[x]\nb = 1\n[a.x]\nb = 2\n[a]\n§b = 3", "a", "b")]
    [TestCase("§a.b = 1", "a", "b")]
    [TestCase("[ \"a.b\" . c ] # here\n§d = 1", "a.b", "c", "d")]
    [TestCase("§'a' = 1", "a")]
    [TestCase("§a = { b = 1 }", "a", "b")]
    [TestCase("x = \"\"\"\na = 1\n\"\"\"\n§a = 2", "a")]
    [TestCase("a = [ 1, §2 ]", "a", "[definition 1-entry 2]")]
    [TestCase("a = [\n  \"1, 2\", # 3, 4\n  [ 5, 6 ],\n  §7,\n]", "a", "[definition 1-entry 3]")]
    [TestCase("§a = [ 1 ]", "a", "[definition 1-entry 2]")]
    [TestCase("[[a]]\nb = 1\n[[a]]\nx = 0\n§b = 2", "a", "[definition 1-entry 2]", "b")]
    [TestCase("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\n§c = 2", "a", "[definition 1-entry 2]", "b", "c")]
    [TestCase("[[a]]\nb = 1\n§[[a]]\nc = 2", "a", "[definition 1-entry 2]")]
    [TestCase("[[a]]\nb = 1\n§[[a]]\nc = 2", "a", "[definition 1-entry 2]", "b")]
    public void A_key_is_found_in_TOML(string marked, params string[] keys) =>
        Assert.That(DataKeys.Toml(Plain(marked), keys), Is.EqualTo(marked.IndexOf('§', StringComparison.Ordinal)));

    [TestCase("{}")]
    [TestCase("""{ "x": { "a": 1 } }""")]
    [TestCase("""[ { "a": 1 } ]""")]
    [TestCase("{ \"a\"")]
    [TestCase("")]
    public void A_key_that_is_not_there_has_no_place_in_JSON(string text) => Assert.That(DataKeys.Json(text, ["a"]), Is.Null);

    [TestCase("")]
    [TestCase("# a = 1")]
    [TestCase("[x]\na = 1")]
    [TestCase("[[a")]
    public void A_key_that_is_not_there_has_no_place_in_TOML(string text) => Assert.That(DataKeys.Toml(text, ["a"]), Is.Null);

    [Test]
    public void Whatever_the_file_is_a_place_lies_in_it() => Properties.ForAll(Properties.Texts, text =>
    {
        foreach (var data in (string[])[text, "{\"a\":{\"b\":[1," + text + "]}}", $"[[a]]\n[a.b]\n{text}\na.b = [{text}"])
        {
            Assert.That(DataKeys.Json(data, Wanted), Is.Null.Or.InRange(0, data.Length));
            Assert.That(DataKeys.Toml(data, Wanted), Is.Null.Or.InRange(0, data.Length));
        }
    });

    private static string Plain(string marked) => marked.Replace("§", string.Empty, StringComparison.Ordinal);
}
