using Cake.Core;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Runs;

namespace VmTest;

/// <summary>What every task is given. The work sits in services that a task takes in its constructor.</summary>
public sealed class RunContext(ICakeContext context, RunSession session, TestRun run) : FrostingContext(context)
{
    public RunSession Session { get; } = session;

    public TestRun Run { get; } = run;

    public Settings Settings => Session.Settings;
}
