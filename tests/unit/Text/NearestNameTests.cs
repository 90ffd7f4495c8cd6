using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Hosts = ["web", "database", "mail"];

    [TestCase("wen", "web")]
    [TestCase("WEB", "web")]
    [TestCase("databse", "database")]
    [TestCase("mial", "mail")]
    [TestCase("xxxxxxxx", null)]
    [TestCase("", null)]
    public void The_name_with_the_fewest_edits_is_found_where_one_is_near(string given, string? expected) =>
        Assert.That(NearestName.Find(given, Hosts), Is.EqualTo(expected));

    [Test]
    public void Among_nothing_nothing_is_near() => Assert.That(NearestName.Find("web", []), Is.Null);

    [Test]
    public void A_name_that_exists_is_its_own_nearest() => Properties.ForAll(Properties.Texts, text =>
        Assert.That(NearestName.Find(text, [text + "12345", text, "12345" + text]), Is.EqualTo(text)));

    [Test]
    public void The_explanation_lists_what_is_allowed() =>
        Assert.That(NearestName.Explain("There is no such host.", "wen", Hosts, string.Empty),
            Is.EqualTo("There is no such host. Did you mean web? Allowed: web, database, mail."));
}
