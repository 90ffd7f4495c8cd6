using Cake.Core.Diagnostics;
using VmTest.Terminal;
using EngineVerbosity = Cake.Core.Diagnostics.Verbosity;

namespace VmTest.DiagnosisTests.Terminal;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EngineLogTests
{
    private readonly StringWriter said = new();
    private readonly StringWriter errors = new();

    [TearDown]
    public void Close()
    {
        said.Dispose();
        errors.Dispose();
    }

    [Test]
    public void An_error_of_the_engine_waits_until_it_is_known_that_nothing_else_explains_it()
    {
        var log = Create();

        log.Write(EngineVerbosity.Quiet, LogLevel.Error, "Error: {0}", "no\u001b[2J such task");

        Assert.That(said.ToString(), Is.Empty);
        log.WriteErrors(errors);
        Assert.That(errors.ToString(), Is.EqualTo("Error: no such task\n"));
    }

    [Test]
    public void A_text_without_values_is_no_format()
    {
        var log = Create();

        log.Write(EngineVerbosity.Quiet, LogLevel.Error, "{broken");

        log.WriteErrors(errors);
        Assert.That(errors.ToString(), Is.EqualTo("{broken\n"));
    }

    [Test]
    public void A_warning_is_one_of_the_run_and_what_is_beyond_the_engines_verbosity_is_dropped()
    {
        var log = Create();

        log.Write(EngineVerbosity.Normal, LogLevel.Warning, "{0} is old", "this");
        log.Write(EngineVerbosity.Diagnostic, LogLevel.Warning, "never");

        Assert.That(said.ToString(), Is.EqualTo("  ! this is old\n"));
    }

    private EngineLog Create() => new(new RunConsole(said, colours: false, VmTest.Terminal.Verbosity.Normal));
}
