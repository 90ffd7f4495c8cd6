using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task of the build. Every public, concrete class that implements this is registered, with its dependencies injected.</summary>
public interface IFrostingTask
{
    /// <summary>What the report says when <see cref="ShouldRun"/> was false. Read once, when the task is registered.</summary>
    string SkippedMessage => string.Empty;

    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task runs. Tasks that depend on a task that did not run still run themselves.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Called when the task threw. Returning swallows the error: the task counts as failed and the build goes on.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called after the task, whether it threw or not.</summary>
    void Finally(ICakeContext context);
}
