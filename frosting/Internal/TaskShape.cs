using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>What a task's type says about it: the context it needs, and which members it really has.</summary>
/// <remarks>
/// The engine treats a task with an error handler differently from one without, so a handler may only be registered when a
/// task overrides it. Whether it does is decided by the base class that first declared the method, not by its assembly: tasks
/// may live in any assembly.
/// </remarks>
internal sealed class TaskShape
{
    private readonly Type _task;
    private readonly Type _base;

    public TaskShape(Type task)
    {
        _task = task;
        _base = FrostingBase(task) ?? throw new InvalidOperationException(
            $"The task '{task.FullName}' derives neither from {nameof(FrostingTask)} nor from {nameof(AsyncFrostingTask)}.");
        Context = _base.GenericTypeArguments[0];
    }

    public Type Context { get; }

    /// <summary>
    /// Whether the class is derived from Cake.Frosting's own without another in between: only there the package sees the
    /// context.
    /// </summary>
    public bool NamesItsContext => _task.BaseType == _base;

    public bool Runs =>
        _base.GetGenericTypeDefinition() == typeof(FrostingTask<>)
            ? Overrides(nameof(FrostingTask.Run), Context)
            : Overrides(nameof(IFrostingTask.RunAsync), Context);

    public bool Decides => Overrides(nameof(IFrostingTask.ShouldRun), Context);

    public bool HandlesErrors => Overrides(nameof(IFrostingTask.OnError), typeof(Exception), Context);

    public bool Finishes => Overrides(nameof(IFrostingTask.Finally), Context);

    private static Type? FrostingBase(Type task)
    {
        for (var type = task.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
                && (definition == typeof(FrostingTask<>) || definition == typeof(AsyncFrostingTask<>)))
            {
                return type;
            }
        }

        return null;
    }

    private bool Overrides(string method, params Type[] parameters) =>
        _task.GetMethod(method, parameters) is { } found && found.DeclaringType != _base;
}
