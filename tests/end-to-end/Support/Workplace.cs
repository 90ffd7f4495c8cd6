using System.Text;

namespace VmTest.EndToEndTests.Support;

/// <summary>
/// A folder of one test: its flake, the temporary folder and the artifacts of the runs it starts. What a run leaves behind
/// is found here, whatever other tests do at the same time.
/// </summary>
internal sealed class Workplace : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("vmt-").FullName;

    public Workplace(string flakeFolder = "flake")
    {
        // Builders that run as users of their own pass through to their scratch folders.
        File.SetUnixFileMode(root,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Flake = Path.Combine(root, flakeFolder);
        Temporary = Directory.CreateDirectory(Path.Combine(root, "t")).FullName;
        Output = Path.Combine(root, "out");
        Directory.CreateDirectory(Flake);
    }

    public string Flake { get; }

    public string Temporary { get; }

    public string Output { get; }

    /// <summary>Who runs the program under test here, where it is not the one who runs the tests.</summary>
    public OrdinaryUser? User { get; private set; }

    /// <summary>What stands before the program's command line: a program that starts it in another way than usual.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>How long a run may take, where that is longer than usual: two boots with an initrd of systemd, on a busy machine.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The folder of the newest run.</summary>
    public string LatestRun => new DirectoryInfo(Path.Combine(Output, "latest")).ResolveLinkTarget(true)!.FullName;

    /// <summary>Hosts of the reference guest, without what is not looked at: a name, and the module that makes it.</summary>
    public Workplace WithHosts(params (string Name, string Module)[] hosts)
    {
        Write(Repository.Guest, Modules.Lean, string.Empty, hosts);
        return this;
    }

    /// <summary>Likewise with all that the reference guest starts.</summary>
    public Workplace WithWholeHosts(params (string Name, string Module)[] hosts)
    {
        Write(Repository.Guest, string.Empty, string.Empty, hosts);
        return this;
    }

    /// <summary>A host of the guest that has a display server.</summary>
    public Workplace WithDesktop(string name, string module)
    {
        Write(Repository.Desktop, string.Empty, string.Empty, [(name, module)]);
        return this;
    }

    /// <summary>Hands the folders over to another user, who runs the program from here on.</summary>
    public Workplace For(OrdinaryUser user)
    {
        User = user;
        Directory.CreateDirectory(Output);
        user.Own(Flake, Temporary, Output);
        return this;
    }

    /// <summary>Hosts of one of the guests, with all that it starts.</summary>
    public Workplace WithHosts(string guest, params (string Name, string Module)[] hosts)
    {
        Write(guest, string.Empty, string.Empty, hosts);
        return this;
    }

    /// <summary>Hosts of one of the guests, without what is not looked at.</summary>
    /// <param name="guest">The guest's library.</param>
    /// <param name="others">More of the flake's outputs, which may use <c>guest</c>.</param>
    /// <param name="hosts">Name and module of each.</param>
    public Workplace WithLeanHosts(string guest, string others, params (string Name, string Module)[] hosts)
    {
        Write(guest, Modules.Lean, others, hosts);
        return this;
    }

    public Workplace WithFlake(string text)
    {
        File.WriteAllText(Path.Combine(Flake, "flake.nix"), text);
        return this;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(string guest, string common, string others, (string Name, string Module)[] hosts)
    {
        var flake = new StringBuilder();
        flake.AppendLine($"{{ inputs.guest.url = \"path:{guest}\";");
        flake.AppendLine("  outputs = { guest, ... }: {");
        foreach (var (name, module) in hosts)
        {
            File.WriteAllText(Path.Combine(Flake, $"{name}.nix"), module);
            flake.AppendLine($"    nixosConfigurations.{name} = guest.lib.guestSystem {{ modules = [ ./{name}.nix {common} ]; }};");
        }

        flake.AppendLine(others);
        flake.AppendLine("  }; }");
        WithFlake(flake.ToString());
    }
}
