namespace VmTest.Qemu;

/// <summary>A machine that is ready to be started: its program and the files that are its own.</summary>
/// <param name="Program">The built <c>bin/run-*-vm</c>, or QEMU itself.</param>
/// <param name="Folder">Its private folder, which holds the disk.</param>
/// <param name="Environment">The variables by which the script learns of its files (NixOS, qemu-vm.nix).</param>
/// <param name="QemuVersion">The QEMU that is started.</param>
public sealed record VmProgram(string Program, string Folder, IReadOnlyDictionary<string, string?> Environment, Version QemuVersion)
{
    /// <summary>What stands on its command line before anything else.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether it starts from its disk, so that kernel parameters have to reach it through its firmware.</summary>
    public bool StartsFromDisk { get; init; }
}
