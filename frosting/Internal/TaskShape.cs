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
    private readonly Type? _base;

    public TaskShape(Type task)
    {
        _task = task;
        _base = FrostingBase(task);
        Context = _base?.GenericTypeArguments[0] ?? typeof(ICakeContext);
    }

    public Type Context { get; }

    public bool Runs =>
        _base?.GetGenericTypeDefinition() == typeof(FrostingTask<>)
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

    // A task that implements the interface itself has all of its members.
    private bool Overrides(string method, params Type[] parameters) =>
        _base is null || (_task.GetMethod(method, parameters) is { } found && found.DeclaringType != _base);
}
