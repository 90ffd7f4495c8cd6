using System.Diagnostics;

namespace VmTest.DiagnosisTests.Network;

/// <summary>
/// An ssh server of this machine that lets nobody in, by two names: <c>@SSH-KNOWN@</c>, whose key is taken for known, and
/// <c>@SSH-UNKNOWN@</c>. git is asked to use a configuration of its own, so that neither touches the files of this user.
/// </summary>
internal sealed class SshServer
{
    private const string Known = "@SSH-KNOWN@";
    private const string Unknown = "@SSH-UNKNOWN@";

    private static readonly Lazy<SshServer> Shared = new(() => new SshServer());

    private SshServer()
    {
        var folder = Directory.CreateTempSubdirectory("vmtest-ssh-").FullName;
        var key = Path.Combine(folder, "key");
        Run("dropbearkey", "-t", "ed25519", "-f", key);
        var port = LocalPort.Free();
        var server = Process.Start(new ProcessStartInfo(
            "/usr/sbin/dropbear", ["-F", "-E", "-s", "-g", "-j", "-k", "-p", $"127.0.0.1:{port}", "-r", key, "-P", Path.Combine(folder, "pid")])
        {
            RedirectStandardError = true,
        })!;
        server.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.Kill();
            Directory.Delete(folder, recursive: true);
        };
        LocalPort.WaitFor(server, port);
        var settings = Path.Combine(folder, "config");
        File.WriteAllText(settings,
            $"""
            Host known.example
              HostName 127.0.0.1
              Port {port}
              StrictHostKeyChecking no
            Host unknown.example
              HostName 127.0.0.1
              Port {port}
              StrictHostKeyChecking yes
            Host *
              UserKnownHostsFile /dev/null
              GlobalKnownHostsFile /dev/null
              IdentitiesOnly yes
              IdentityFile {folder}/none
              BatchMode yes

            """);
        Environment.SetEnvironmentVariable("GIT_SSH_COMMAND", $"ssh -F {settings}");
    }

    /// <summary>Puts the names of the server into a text, and starts it where it does not run yet.</summary>
    public static string Fill(string text)
    {
        _ = Shared.Value;
        return text.Replace(Known, "known.example", StringComparison.Ordinal).Replace(Unknown, "unknown.example", StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
