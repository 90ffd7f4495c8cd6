namespace VmTest.Model.Events;

/// <summary>The place of a failure that is on record already, found afterwards.</summary>
/// <param name="Fingerprint">Whose place it is.</param>
/// <param name="Location">In the flake.</param>
/// <param name="Related">Further places; null where there are none.</param>
public sealed record PlaceFound(string Fingerprint, SourceLocation Location, IReadOnlyList<RelatedPlace>? Related = null) : RunEvent;
