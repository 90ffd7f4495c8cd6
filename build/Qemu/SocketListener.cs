using System.Net.Sockets;
using VmTest.Supervision;

namespace VmTest.Qemu;

/// <summary>A Unix socket that waits for QEMU to connect, once.</summary>
internal sealed class SocketListener : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TaskCompletionSource<NetworkStream> connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Ledger ledger;
    private readonly LedgerEntry entry;
    private readonly string path;

    public SocketListener(string path, Ledger ledger)
    {
        this.path = path;
        this.ledger = ledger;
        entry = ledger.Announce(ResourceKind.Socket, path);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
    }

    /// <summary>The connection, once it is there.</summary>
    public Task<NetworkStream> Connected => connected.Task;

    public async Task<NetworkStream> AcceptAsync(CancellationToken cancellation)
    {
        var stream = new NetworkStream(await socket.AcceptAsync(cancellation), ownsSocket: true);
        connected.SetResult(stream);
        return stream;
    }

    public void Dispose()
    {
        socket.Dispose();
        File.Delete(path);
        ledger.Release(entry);
    }
}
