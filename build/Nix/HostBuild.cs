namespace VmTest.Nix;

/// <param name="Toplevel">Store path of the system closure's top.</param>
/// <param name="RunScript">The built <c>bin/run-*-vm</c>.</param>
public sealed record HostBuild(string Toplevel, string RunScript);
