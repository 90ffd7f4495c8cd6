namespace Cake.Frosting.Internal;

/// <summary>A build's own default for a Cake setting.</summary>
internal sealed record CakeSetting(string Key, string Value);
