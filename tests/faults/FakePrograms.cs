namespace VmTest.FaultTests;

/// <summary>Programs that misbehave, put before the real ones on the PATH.</summary>
internal static class FakePrograms
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Folder = "programs";

    /// <summary>The environment of a run in which Nix plays a role of <c>programs/nix</c>.</summary>
    /// <param name="workplace">Where the programs are put.</param>
    /// <param name="role">The role.</param>
    /// <param name="folder">What the role needs.</param>
    public static Dictionary<string, string?> Nix(Workplace workplace, string role, string? folder = null)
    {
        var environment = Before(workplace, "nix", role, folder);
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(workplace.Flake)!, Folder, "nix-store"), "nix");
        return environment;
    }

    /// <summary>The environment of a run in which QEMU plays a role of <c>programs/qemu-system-x86_64</c>.</summary>
    /// <inheritdoc cref="Nix"/>
    public static Dictionary<string, string?> Qemu(Workplace workplace, string role, string folder) =>
        Before(workplace, "qemu-system-x86_64", role, folder);

    private static Dictionary<string, string?> Before(Workplace workplace, string name, string role, string? folder)
    {
        var programs = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(workplace.Flake)!, Folder)).FullName;
        var program = Path.Combine(programs, name);
        File.Copy(Path.Combine(TestContext.CurrentContext.TestDirectory, Folder, name), program);
        File.SetUnixFileMode(program, Executable);
        return new Dictionary<string, string?>
        {
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["FAULT"] = role,
            ["FAULT_FOLDER"] = folder,
        };
    }
}
