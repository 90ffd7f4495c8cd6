using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VmTest.DiagnosisTests.Network;

/// <summary>
/// A web server of this machine that fails in the way that the path asks for: <c>/404…</c>, <c>/stall…</c>, <c>/reset…</c>,
/// <c>/limit…</c>, <c>/firewall…</c>.
/// </summary>
internal sealed class LocalServer
{
    private readonly TcpListener plain = new(IPAddress.Loopback, 0);
    private readonly TcpListener secure = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly ConcurrentQueue<(string Path, long At)> asked = new();

    private LocalServer()
    {
        plain.Start();
        secure.Start();
        _ = ServeAsync(plain, false);
        _ = ServeAsync(secure, true);
    }

    public static LocalServer Shared { get; } = new();

    /// <summary><c>HOST:PORT</c>.</summary>
    public string Address => $"{plain.LocalEndpoint}";

    /// <summary><c>HOST:PORT</c> of the one whose certificate nobody has signed.</summary>
    public string TlsAddress => $"{secure.LocalEndpoint}";

    /// <summary>When a path was asked for, each time, as timestamps of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<long> Asked(string path) => [.. asked.Where(request => request.Path == path).Select(request => request.At)];

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task ServeAsync(TcpListener listener, bool encrypted)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = AnswerAsync(client, encrypted);
        }
    }

    private async Task AnswerAsync(TcpClient client, bool encrypted)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (encrypted)
                {
                    var secured = new SslStream(stream);
                    await secured.AuthenticateAsServerAsync(certificate);
                    stream = secured;
                }

                using var reader = new StreamReader(stream, leaveOpen: true);
                var path = (await reader.ReadLineAsync())?.Split(' ')[1] ?? "/";
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // The head of the request says nothing that matters.
                }

                asked.Enqueue((path, Stopwatch.GetTimestamp()));
                await AnswerAsync(client, stream, path);
            }
            catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The other side has seen enough.
            }
        }
    }

    private static async Task AnswerAsync(TcpClient client, Stream stream, string path)
    {
        var kind = path.TrimStart('/');
        if (kind.StartsWith("stall", StringComparison.Ordinal))
        {
            await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegin");
            await Task.Delay(TimeSpan.FromSeconds(20));
        }
        else if (kind.StartsWith("reset", StringComparison.Ordinal))
        {
            client.LingerState = new LingerOption(true, 0);
        }
        else if (kind.EndsWith("nix-cache-info", StringComparison.Ordinal) && kind.StartsWith("half", StringComparison.Ordinal))
        {
            await StatusAsync(stream, "200 OK", "StoreDir: /nix/store\n");
        }
        else if (kind.StartsWith("half", StringComparison.Ordinal))
        {
            await StatusAsync(stream, "503 Failure", "no");
        }
        else if (kind.StartsWith("ok", StringComparison.Ordinal))
        {
            await StatusAsync(stream, "200 OK", "content");
        }
        else if (kind.StartsWith("limit", StringComparison.Ordinal))
        {
            await StatusAsync(stream, "403 Forbidden", """{"message":"API rate limit exceeded for 127.0.0.1."}""");
        }
        else if (kind.StartsWith("firewall", StringComparison.Ordinal))
        {
            // As the Copilot agent's firewall answers for a URL that it does not allow.
            await StatusAsync(stream, "403 Forbidden", "Blocked by DNS monitoring proxy\n", "text/plain");
        }
        else
        {
            var digits = new string([.. kind.TakeWhile(char.IsAsciiDigit)]);
            await StatusAsync(stream, digits.Length == 3 ? $"{digits} Failure" : "404 Not Found", "no");
        }
    }

    private static Task StatusAsync(Stream stream, string status, string body, string type = "application/json") =>
        WriteAsync(stream,
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

    private static async Task WriteAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        await stream.FlushAsync();
    }
}
