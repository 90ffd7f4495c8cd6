using VmTest.Nix;

namespace VmTest.Runs;

/// <summary>A host that was chosen from the flake.</summary>
/// <param name="Name">Its name in the flake.</param>
/// <param name="Folder">The name of its folder among the run's files.</param>
/// <param name="Index">Counts the hosts of a run from 0.</param>
/// <param name="Flake">The flake that it comes from.</param>
public record SelectedHost(string Name, string Folder, int Index, LockedFlake Flake);
