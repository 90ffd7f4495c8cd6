namespace VmTest.Diagnosis.Source;

/// <summary><c>a.b = value;</c> in a set or a let; one for each name of an <c>inherit</c>.</summary>
/// <param name="Path">At least one name.</param>
/// <param name="Value">Of an inherited name, the variable or selection that it stands for.</param>
/// <param name="Start">The first character of its path, where Nix has its position, too.</param>
internal sealed record NixBinding(IReadOnlyList<NixName> Path, NixNode Value, int Start);
