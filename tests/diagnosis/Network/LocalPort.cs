using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VmTest.DiagnosisTests.Network;

/// <summary>A port of this machine for a server that is a program of its own.</summary>
internal static class LocalPort
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>One that nobody listens at now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the server answers; that it has ended is a failure.</summary>
    public static void WaitFor(Process server, int port)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Assert.That(server.HasExited, Is.False, "the server has ended");
                Thread.Sleep(Pause);
            }
        }
    }
}
