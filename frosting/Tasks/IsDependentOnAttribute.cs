using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>This task runs after the task of the given type.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type type) : Attribute, ITaskDependency
{
    public Type Task { get; } = type;
}
