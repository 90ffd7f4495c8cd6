namespace VmTest.FaultTests;

/// <summary>Programs that misbehave, put before the real ones on the PATH.</summary>
internal static class FakePrograms
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The environment of a run in which Nix plays a role of <c>programs/nix</c>.</summary>
    /// <param name="workplace">Where the programs are put.</param>
    /// <param name="role">The role.</param>
    /// <param name="folder">What the role needs.</param>
    public static Dictionary<string, string?> Nix(Workplace workplace, string role, string? folder = null)
    {
        var programs = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "programs")).FullName;
        var nix = Path.Combine(programs, "nix");
        File.Copy(Path.Combine(TestContext.CurrentContext.TestDirectory, "programs", "nix"), nix);
        File.SetUnixFileMode(nix, Executable);
        File.CreateSymbolicLink(Path.Combine(programs, "nix-store"), "nix");
        return new Dictionary<string, string?>
        {
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["FAULT"] = role,
            ["FAULT_FOLDER"] = folder,
        };
    }
}
