using VmTest.Record;

namespace VmTest.Runs;

/// <summary>The services of one run.</summary>
/// <param name="test">Takes hosts through the phases.</param>
/// <param name="lifecycle">Begins and ends it.</param>
/// <param name="record">Its evidence.</param>
/// <param name="report">Writes the report, once it has ended.</param>
/// <param name="services">What is disposed of at its end.</param>
public sealed class OpenRun(TestRun test, RunLifecycle lifecycle, RunRecord record, Action report, IDisposable services) : IDisposable
{
    public TestRun Test { get; } = test;

    public RunLifecycle Lifecycle { get; } = lifecycle;

    public RunRecord Record { get; } = record;

    /// <summary>Writes the report, as far as there is space.</summary>
    public void Report() => report();

    public void Dispose() => services.Dispose();
}
