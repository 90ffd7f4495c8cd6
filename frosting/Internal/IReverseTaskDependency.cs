namespace Cake.Frosting.Internal;

internal interface IReverseTaskDependency
{
    Type Task { get; }
}
