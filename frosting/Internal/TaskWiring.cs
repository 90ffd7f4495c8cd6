using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Internal;

/// <summary>Registers the build's tasks and lifetimes with Cake's engine.</summary>
internal sealed class TaskWiring(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IFrostingSetup? setup = null,
    IFrostingTeardown? teardown = null,
    IFrostingTaskSetup? taskSetup = null,
    IFrostingTaskTeardown? taskTeardown = null)
{
    public void Register()
    {
        foreach (var task in tasks)
        {
            Register(task);
        }

        if (setup is not null)
        {
            engine.RegisterSetupAction(info => setup.Setup(context, info));
        }

        if (teardown is not null)
        {
            engine.RegisterTeardownAction(info => teardown.Teardown(context, info));
        }

        if (taskSetup is not null)
        {
            engine.RegisterTaskSetupAction(info => taskSetup.Setup(context, info));
        }

        if (taskTeardown is not null)
        {
            engine.RegisterTaskTeardownAction(info => taskTeardown.Teardown(context, info));
        }
    }

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static string NameOf(Type task, Type dependency, string what) =>
        dependency.IsAssignableTo(typeof(IFrostingTask))
            ? NameOf(dependency)
            : throw new FrostingException($"The {what} '{dependency.Name}' of '{NameOf(task)}' is not a valid task.");

    private void Register(IFrostingTask task)
    {
        var type = task.GetType();
        var name = NameOf(type);
        var shape = new TaskShape(type);
        log.Debug("Registering task: {0}", name);
        if (!shape.Context.IsInstanceOfType(context))
        {
            if (!shape.NamesItsContext)
            {
                throw new InvalidOperationException($"The task '{name}' needs a context of the type {shape.Context.FullName}.");
            }

            log.Warning("Task cannot be used since the context isn't convertible to {0}.", shape.Context.FullName);
            return;
        }

        var builder = engine.RegisterTask(name);
        if (shape.Runs)
        {
            builder.Does(cake => task.RunAsync(context));
        }

        if (shape.Decides)
        {
            builder.WithCriteria(cake => task.ShouldRun(context), task.SkippedMessage);
        }

        if (shape.HandlesErrors)
        {
            builder.OnError(exception => task.OnError(exception, context));
        }

        if (shape.Finishes)
        {
            builder.Finally(() => task.Finally(context));
        }

        foreach (var attribute in type.GetCustomAttributes(inherit: true))
        {
            _ = attribute switch
            {
                TaskDescriptionAttribute described => builder.Description(described.Description),
                ContinueOnErrorAttribute => builder.ContinueOnError(),
                IsDependentOnAttribute on => builder.IsDependentOn(NameOf(type, on.Task, "dependency")),
                IsDependeeOfAttribute of => builder.IsDependeeOf(NameOf(type, of.Task, "reverse dependency")),
                _ => builder,
            };
        }
    }
}
