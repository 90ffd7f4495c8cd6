namespace Cake.Frosting.Internal;

internal interface ITaskDependency
{
    Type Task { get; }
}
