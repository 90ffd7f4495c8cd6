using VmTest.Model;
using VmTest.Record;

namespace VmTest.Nix;

/// <summary>Finds the script by which NixOS starts a VM.</summary>
internal static class RunScripts
{
    /// <summary>The script's name follows the host name, which need not be the name in the flake: there must be exactly one.</summary>
    /// <param name="root">The folder below which the store lies.</param>
    /// <param name="vm">Store path of the built VM.</param>
    /// <param name="code">The code of the failure.</param>
    /// <exception cref="PhaseFailedException">There is none, or more than one.</exception>
    public static string Find(string root, string vm, string code)
    {
        var folder = Path.Join(root, vm, "bin");
        var scripts = Directory.Exists(folder) ? Directory.GetFiles(folder, "run-*-vm") : [];
        return scripts.Length == 1
            ? scripts[0]
            : throw new PhaseFailedException(new Finding
            {
                Code = code,
                Origin = FailureOrigin.Configuration,
                Message = $"The VM '{vm}' has {scripts.Length} scripts bin/run-*-vm, but needs exactly one.",
                Subject = new Subject(SubjectKind.Derivation, StorePath.NameOf(vm)),
                Hint = "config.system.build.vm and vmWithBootLoader must be VMs as NixOS builds them.",
            });
    }
}
