using System.Diagnostics;

namespace VmTest.EndToEndTests.Support;

/// <summary>
/// A new user of this machine, without any right to become root, who sees another /nix than everybody else. It goes away with
/// all that it has.
/// </summary>
internal sealed class OrdinaryUser : IDisposable
{
    // In a mount namespace of its own; what follows is the command. Everything execs, so that signals reach the program.
    private const string Enter = "mount --bind \"$1\" /nix && user=$2 && shift 2 && "
        + "exec setpriv --reuid=\"$user\" --regid=\"$user\" --init-groups --inh-caps=-all --no-new-privs -- \"$@\"";

    // The daemon trusts root alone, builds in the sandbox only, and ends with the process namespace.
    private const string EnterWithDaemon = "mount --bind \"$1\" /nix && user=$2 && shift 2 && own=$NIX_CONFIG && "
        + "export NIX_CONFIG='build-users-group =\ntrusted-users = root\nsandbox = true\nsandbox-fallback = false' && "
        + "{ nix-daemon --daemon >/dev/null 2>&1 & } && export NIX_CONFIG=\"$own\" && "
        + "until [ -S /nix/var/nix/daemon-socket/socket ]; do sleep 0.05; done && "
        + "setpriv --reuid=\"$user\" --regid=\"$user\" --init-groups --inh-caps=-all --no-new-privs -- \"$@\"";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string root = Directory.CreateTempSubdirectory("vmt-user-").FullName;

    public OrdinaryUser()
    {
        if (Environment.UserName != "root" || !Succeeds("unshare", "--mount", "true"))
        {
            Directory.Delete(root);
            Assert.Ignore("needs root, who can make a user and a mount namespace");
        }

        File.SetUnixFileMode(root,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory("/nix");
        Directory.CreateDirectory(Nix);
        Name = Path.GetFileName(root)[4..].ToLowerInvariant();
        Shell.Run("useradd", "--create-home", "--home-dir", Home, Name);
        if (!Succeeds("setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "test", "-x", Repository.Host))
        {
            Dispose();
            Assert.Ignore("the program under test lies where no other user may go");
        }
    }

    public string Name { get; }

    public string Home => Path.Combine(root, "home");

    /// <summary>What this user sees as /nix.</summary>
    public string Nix => Path.Combine(root, "nix");

    /// <summary>Whether a Nix daemon is there that does not trust this user.</summary>
    public bool HasDaemon { get; init; }

    /// <summary>The beginning of a command line that root runs and that goes on as this user.</summary>
    public string[] Become => HasDaemon
        ? ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "sh", "-c",
            EnterWithDaemon, "sh", Nix, Name]
        : ["unshare", "--mount", "--propagation", "private", "sh", "-c", Enter, "sh", Nix, Name];

    /// <summary>The command lines of the processes that run as this user.</summary>
    public IReadOnlyList<string> Processes
    {
        get
        {
            using var listing = Process.Start(new ProcessStartInfo("ps", ["-u", Name, "-o", "args="]) { RedirectStandardOutput = true })!;
            var lines = listing.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            listing.WaitForExit();
            return lines;
        }
    }

    /// <summary>The reference guest's library, where this user may read it.</summary>
    public string Guest
    {
        get
        {
            var copy = Path.Combine(root, "guest");
            if (!Directory.Exists(copy))
            {
                Shell.Run("cp", "-R", Repository.Guest, copy);
            }

            return copy;
        }
    }

    /// <summary>Waits until a process of this user has this in its command line.</summary>
    public async Task RunsAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Processes.Any(process => process.Contains(text, StringComparison.Ordinal)))
        {
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"'{text}' is not among {string.Join("; ", Processes)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Makes folders, with all in them, this user's.</summary>
    public void Own(params string[] folders) => Shell.Run("chown", ["-R", $"{Name}:{Name}", .. folders]);

    public void Dispose()
    {
        Shell.Run("userdel", Name);
        Directory.Delete(root, recursive: true);
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
