namespace VmTest.Model;

/// <param name="Path">Relative to the flake.</param>
/// <param name="Change">What became of it.</param>
public sealed record FileChange(string Path, FileChangeKind Change);
