namespace Cake.Frosting;

/// <summary>The build goes on, and succeeds, although this task failed.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute
{
}
