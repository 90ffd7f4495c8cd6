using Newtonsoft.Json.Linq;
using VmTest.Guest;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.UnitTests.Text;

public sealed class JsonTests
{
    [Test]
    public void A_time_is_written_in_UTC_with_milliseconds_and_comes_back()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)).AddTicks(7);

        Assert.That(Json.Line(time), Is.EqualTo("\"2026-01-02T01:04:05.006Z\""));
        Assert.That(Json.Read<DateTimeOffset>(Json.Line(time)), Is.EqualTo(new DateTimeOffset(2026, 1, 2, 1, 4, 5, 6, TimeSpan.Zero)));
        Assert.That(Json.Read<DateTimeOffset>(Json.Line(time)).Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Words_of_an_enumeration_are_written_in_kebab_case()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Json.Line(BootEndKind.KernelPanic), Is.EqualTo("\"kernel-panic\""));
            Assert.That(Json.Line(Phase.Preflight), Is.EqualTo("\"preflight\""));
            Assert.That(Json.Read<BootEndKind>("\"kernel-panic\""), Is.EqualTo(BootEndKind.KernelPanic));
        });
    }

    [Test]
    public void Members_are_written_in_camel_case_and_left_out_where_nothing_is_known()
    {
        var json = JObject.Parse(Json.Line(new MachineFacts { Os = "x", Cores = 1, MemoryMiB = 2 }));

        Assert.That(json.Properties().Select(property => property.Name), Is.EqualTo(new[] { "os", "cores", "memoryMiB" }));
    }

    [Test]
    public void Keys_that_are_names_of_things_stay_as_they_are() =>
        Assert.That(Json.Line(new Dictionary<string, string> { ["WebServer"] = "x" }), Is.EqualTo("{\"WebServer\":\"x\"}"));

    [Test]
    public void Text_that_looks_like_a_time_stays_text() =>
        Assert.That(Json.Read<ToolFacts>("{\"name\":\"2026-01-02T03:04:05+05:00\",\"version\":\"1\"}")?.Name,
            Is.EqualTo("2026-01-02T03:04:05+05:00"));

    [Test]
    public void A_document_ends_with_a_line_feed() => Assert.That(Json.Document(new ToolFacts("a", "b")), Does.EndWith("}\n"));
}
