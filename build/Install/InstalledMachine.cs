namespace VmTest.Install;

/// <summary>A machine that is ready to be switched on: its script and the files that are its own.</summary>
/// <param name="RunScript">The built <c>bin/run-*-vm</c>.</param>
/// <param name="Folder">Its private folder, which holds the disk.</param>
/// <param name="Environment">The variables by which the script is told about its files (NixOS, qemu-vm.nix).</param>
/// <param name="QemuVersion">The QEMU that the script starts.</param>
public sealed record InstalledMachine(string RunScript, string Folder, IReadOnlyDictionary<string, string?> Environment, Version QemuVersion);
