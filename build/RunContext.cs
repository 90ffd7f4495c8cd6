using Cake.Core;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Runs;
using VmTest.Terminal;

namespace VmTest;

/// <summary>What every task is given. The work sits in services below it.</summary>
public sealed class RunContext(
    ICakeContext context, Settings settings, TestRun run, RunStop stop, RunConsole console) : FrostingContext(context)
{
    public Settings Settings { get; } = settings;

    public TestRun Run { get; } = run;

    public CancellationToken Cancellation => stop.Token;

    public RunConsole Console { get; } = console;
}
