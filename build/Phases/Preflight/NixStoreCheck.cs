using System.Net.Sockets;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Phases.Preflight;

/// <summary>
/// Looks whether this user can build at all: in a store of its own, or by a Nix daemon. Nix itself only says that some file may
/// not be opened, and says so in the midst of an evaluation.
/// </summary>
internal static class NixStoreCheck
{
    /// <returns>The failure that names both ways; null where one of them is open.</returns>
    public static Finding? Run()
    {
        var state = Variable("NIX_STATE_DIR") ?? "/nix/var/nix";
        // A store that somebody chose explicitly is that person's affair.
        if (NativeMethods.GetUserId() == 0 || Variable("NIX_REMOTE") is not (null or "auto" or "daemon"))
        {
            return null;
        }

        var socket = Variable("NIX_DAEMON_SOCKET_PATH") ?? Path.Combine(state, "daemon-socket", "socket");
        if (MayWrite(state) || Answers(socket))
        {
            return null;
        }

        var user = Environment.UserName;
        return new Finding
        {
            Code = FailureCodes.NixStore,
            Origin = FailureOrigin.Environment,
            Message = $"'{user}' may not write to the Nix store's folder '{state}', and no Nix daemon answers at '{socket}'.",
            Subject = new Subject(SubjectKind.File, state),
            Hint = StoreAccess.WaysOut(user),
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether the folder can be written to, or made.</summary>
    private static bool MayWrite(string folder)
    {
        var nearest = folder;
        while (nearest is not null && !Directory.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest);
        }

        return nearest is not null && PathAccess.ReadAndWrite(nearest) == 0;
    }

    private static bool Answers(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
