using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

/// <summary>A headless Chromium that is driven by the DevTools protocol over its WebSocket.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Announcement = "DevTools listening on ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource limit = new(Patience);
    private string? session;
    private int commands;

    private Browser(Process process) => this.process = process;

    /// <summary>Without a window, a network and a profile of anybody's.</summary>
    public static IEnumerable<string> Quiet(TemporaryFolder folder) =>
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", $"--user-data-dir={folder.Below("profile")}",
    ];

    public static async Task<Browser> StartAsync(TemporaryFolder folder)
    {
        var info = new ProcessStartInfo("chromium", [.. Quiet(folder), "--hide-scrollbars", "--remote-debugging-port=0", "about:blank"])
        {
            RedirectStandardError = true,
        };
        var browser = new Browser(Process.Start(info)!);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until all of it is loaded.</summary>
    public async Task OpenAsync(string path)
    {
        await SendAsync("Page.enable");
        await SendAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        await EvaluateAsync("new Promise(done => document.readyState === 'complete' ? done(0) : addEventListener('load', () => done(0)))");
    }

    /// <summary>Gives the page a width in CSS pixels and a colour scheme.</summary>
    public async Task ShowAsync(int width, bool dark)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 844, deviceScaleFactor = 1, mobile = false });
        await SendAsync("Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
    }

    /// <summary>The value of an expression in the page; of a promise, what it becomes.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        Assert.That(answer.TryGetProperty("exceptionDetails", out var error), Is.False, () => error.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        limit.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ConnectAsync()
    {
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(limit.Token);
            Assert.That(line, Is.Not.Null, "chromium ended before it listened");
        }
        while (!line!.StartsWith(Announcement, StringComparison.Ordinal));

        // Whatever else it says must not fill the pipe.
        _ = process.StandardError.ReadToEndAsync(limit.Token);
        await socket.ConnectAsync(new Uri(line[Announcement.Length..]), limit.Token);
        var target = (await SendAsync("Target.createTarget", new { url = "about:blank" })).GetProperty("targetId").GetString();
        var attached = await SendAsync("Target.attachToTarget", new { targetId = target, flatten = true });
        session = attached.GetProperty("sessionId").GetString();
    }

    private async Task<JsonElement> SendAsync(string method, object? parameters = null)
    {
        var id = ++commands;
        var message = new Dictionary<string, object?> { ["id"] = id, ["method"] = method, ["params"] = parameters ?? new { } };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            using var answer = JsonDocument.Parse(await ReceiveAsync());
            if (answer.RootElement.TryGetProperty("id", out var of) && of.GetInt32() == id)
            {
                Assert.That(answer.RootElement.TryGetProperty("error", out var error), Is.False, () => $"{method}: {error}");
                return answer.RootElement.GetProperty("result").Clone();
            }
        }
    }

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, limit.Token);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }
}
