namespace VmTest.Nix;

/// <param name="Toplevel">Store path of the system closure's top.</param>
/// <param name="RunScript">The built <c>bin/run-*-vm</c>; null where the host is installed, for the installed VM comes with its disk.</param>
public sealed record HostBuild(string Toplevel, string? RunScript);
