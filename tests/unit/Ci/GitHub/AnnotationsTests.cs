using VmTest.Ci.GitHub;
using VmTest.Model;
using VmTest.Runner;
using VmTest.Text;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Ci.GitHub;

public sealed class AnnotationsTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_failure_stands_on_its_line_of_the_checkout_also_where_the_flake_is_a_folder_in_it()
    {
        folder.Write("machines/hosts/web.nix", "{ }");
        var note = Notes(Report([Samples.Failure], Path.Combine(folder.Path, "machines"))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(note.Name, Is.EqualTo("error"));
            Assert.That(note.Property("file"), Is.EqualTo("machines/hosts/web.nix"));
            Assert.That(note.Property("line"), Is.EqualTo("12"));
            Assert.That(note.Property("col"), Is.EqualTo("3"));
            Assert.That(note.Property("title"), Is.EqualTo("runtime.unit-failed (web)"));
            Assert.That(note.Message, Is.EqualTo("nginx.service of web failed: its program ended with exit status 1. Fix nginx.service."));
        }
    }

    [TestCase("git+file://{0}?dir=machines&rev=0123", "machines/a.nix")]
    [TestCase("path:{0}/machines?narHash=sha256-x", "machines/a.nix")]
    [TestCase("{0}/machines/", "machines/a.nix")]
    [TestCase("github:owner/repository", null)]
    public void Places_are_found_however_the_flake_is_called(string url, string? expected)
    {
        folder.Write("machines/a.nix", "{ }");

        Assert.That(
            new CheckoutPaths(folder.Path, new FlakeFacts(string.Format(null, url, folder.Path))).Find("a.nix"), Is.EqualTo(expected));
    }

    [TestCase("../../../../etc/passwd")]
    [TestCase("/etc/passwd")]
    [TestCase("no-such-file.nix")]
    [TestCase("/nix/store/x-source/lib/modules.nix")]
    public void A_place_outside_the_checkout_is_told_and_not_pointed_to(string file)
    {
        var note = Notes(Report([Samples.Failure with { Location = new SourceLocation(file, 7) }], folder.Path)).Single();

        Assert.That(note.Property("file"), Is.Null);
        Assert.That(note.Property("line"), Is.Null);
        Assert.That(note.Message, Does.Contain($"At {file}:7."));
    }

    [Test]
    public void Of_many_failures_ten_are_shown_causes_first_and_warnings_last()
    {
        var consequence = Samples.Failure with { Code = FailureCodes.DependencyFailed };
        var cause = Samples.Failure with { CausedBy = null };
        var report = Report([consequence, .. Enumerable.Repeat(cause, 4), .. Enumerable.Repeat(consequence, 4)],
            folder.Path) with
        { Warnings = [.. Enumerable.Repeat(cause, 4)] };

        Assert.That(Notes(report).Select(note => (note.Name, note.Property("title"))), Is.EqualTo((IEnumerable<(string, string?)>)
        [
            .. Enumerable.Repeat(("error", (string?)"runtime.unit-failed (web)"), 4),
            .. Enumerable.Repeat(("error", (string?)"runtime.dependency-failed (web)"), 5),
            ("warning", "runtime.unit-failed (web)"),
        ]));
    }

    [Test]
    public void A_cancelled_run_is_a_warning()
    {
        Assert.That(Notes(SampleReports.Cancelled).Single().Name, Is.EqualTo("warning"));
    }

    [TestCase("a%0A::error::b")]
    [TestCase("a\n::error::b")]
    [TestCase("a,line=99::b")]
    [TestCase("\u001b[31mred")]
    public void No_text_of_a_failure_becomes_anything_but_text(string hostile)
    {
        folder.Write("a.nix", "{ }");
        var failure = Samples.Failure with { Message = hostile, Host = hostile, Hint = hostile, Location = new SourceLocation("a.nix", 1) };

        var note = Notes(Report([failure], folder.Path)).Single();

        var shown = Terminal(hostile);
        Assert.That(note.Message, Is.EqualTo($"{shown} {shown}"));
        Assert.That(note.Property("title"), Is.EqualTo($"runtime.unit-failed ({shown})"));
        Assert.That(note.Property("line"), Is.EqualTo("1"));
    }

    private static string Terminal(string text) => Sanitizer.Line(text);

    private IReadOnlyList<RunnerCommand> Notes(Report report) =>
        new RunnerLog(
            string.Join(
                '\n', Annotations.Make(report.Failures, report.Warnings, new CheckoutPaths(folder.Path, report.Run.Flake)))).Commands;

    private static Report Report(IReadOnlyList<Failure> failures, string flake) => SampleReports.UnitFailed with
    {
        Failures = [.. failures.Select((failure, index) => index == 0 && failures.Count == 1 ? failure with { CausedBy = null } : failure)],
        Warnings = [],
        Run = SampleReports.UnitFailed.Run with { Flake = new FlakeFacts(flake) },
    };
}
