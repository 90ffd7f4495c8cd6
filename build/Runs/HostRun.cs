using VmTest.Nix;
using VmTest.Qemu;

namespace VmTest.Runs;

/// <summary>One host on its way through the phases.</summary>
/// <param name="name">Its name in the flake.</param>
/// <param name="folder">The name of its folder among the run's files.</param>
/// <param name="index">Counts the hosts of a run from 0.</param>
public sealed class HostRun(string name, string folder, int index)
{
    public string Name { get; } = name;

    public string Folder { get; } = folder;

    public int Index { get; } = index;

    /// <summary>Whether it may enter the next phase.</summary>
    public bool InTheRace { get; set; } = true;

    /// <summary>What it evaluates to; set by the evaluate phase.</summary>
    public HostEvaluation? Evaluation { get; set; }

    /// <summary>What was built; set by the build phase.</summary>
    public HostBuild? Build { get; set; }

    /// <summary>The machine's own files; set by the install phase.</summary>
    public InstalledMachine? Machine { get; set; }
}
