using VmTest.Guest.Verdicts;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class UnitReasonTests
{
    [TestCase("app: listening on port 80\napp: error: cannot open /etc/app.toml\napp: bye", "cannot open /etc/app.toml",
        TestName = "What a program calls an error counts more than its last word")]
    [TestCase("app: KeyError: 'a'\napp: ValueError: no such name", "ValueError: no such name",
        TestName = "Of two exceptions the last one ended the program")]
    [TestCase("app: open /a: permission denied\napp: open /b: permission denied", "open /a: permission denied",
        TestName = "Of two errors of the system the first is the cause")]
    [TestCase("app: {\"level\":\"info\",\"msg\":\"no errors found\"}\napp: {\"level\":\"error\",\"msg\":\"bad token\"}", "bad token",
        TestName = "A line of JSON is read by its message and level")]
    [TestCase("app: {\"level\":\"error\",\"msg\":\"bad\\n::error::token \\u001b[31mnow\"}", "bad ::error::token [31mnow",
        TestName = "A reason is one line without control characters, whatever JSON hides")]
    [TestCase("app: warning: the option is deprecated", null, TestName = "A warning is no reason")]
    [TestCase("systemd: Starting app.service...\nsystemd: app.service: Failed with result 'exit-code'.", null,
        TestName = "What systemd says of every failure is no reason")]
    [TestCase("nginx: the configuration file /etc/nginx.conf syntax is ok\napp: 12 passed, 0 failed", null,
        TestName = "What healthy programs say of errors is no reason")]
    public void The_line_that_tells_why_is_chosen(string lines, string? reason) =>
        Assert.That(UnitReason.Choose(lines.Split('\n')), Is.EqualTo(reason));

    [Test]
    public void The_last_word_of_a_program_that_was_ended_from_outside_tells_nothing()
    {
        string[] lines = ["app: loading", "app: 14 of 20 done"];

        Assert.Multiple(() =>
        {
            Assert.That(UnitReason.Choose(lines), Is.EqualTo("14 of 20 done"));
            Assert.That(UnitReason.Choose(lines, lastWord: false), Is.Null);
        });
    }
}
