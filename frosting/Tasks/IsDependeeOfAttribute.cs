using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>This task runs before the task of the given type: <see cref="IsDependentOnAttribute"/> seen from the other end.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute(Type type) : Attribute, IReverseTaskDependency
{
    public Type Task { get; } = type;
}
