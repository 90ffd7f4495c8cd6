using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Mcp;

/// <summary>The server in a process of its own, with the client of the protocol's official library.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private const int MostBytes = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Workplace workplace;
    private readonly McpClient client;
    private readonly StringBuilder errors;

    private McpSession(Workplace workplace, McpClient client, StringBuilder errors)
    {
        this.workplace = workplace;
        this.client = client;
        this.errors = errors;
    }

    /// <summary>The program under test, started as a client does.</summary>
    public static string[] Command(Workplace workplace) =>
    [
        "dotnet", Path.Combine(Repository.Folder, "mcp", "bin", "Release", "net10.0", "vmtest-mcp.dll"),
        $"--flake={workplace.Flake}", $"--output={workplace.Output}", "--accel=tcg", "--install=direct",
    ];

    public static Dictionary<string, string?> Environment(Workplace workplace) => new()
    {
        ["TMPDIR"] = workplace.Temporary,
        ["NIX_CONFIG"] = "sandbox = false",
        ["VMTEST_RUN"] = null,
        ["GITHUB_ACTIONS"] = null,
    };

    public static async Task<McpSession> StartAsync(Workplace workplace)
    {
        var errors = new StringBuilder();
        var command = Command(workplace);
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = command[0],
            Arguments = command[1..],
            WorkingDirectory = workplace.Flake,
            EnvironmentVariables = Environment(workplace),
            ShutdownTimeout = TimeSpan.FromSeconds(10),
            StandardErrorLines = line =>
            {
                lock (errors)
                {
                    errors.AppendLine(line);
                }
            },
        });
        return new McpSession(workplace, await McpClient.CreateAsync(transport), errors);
    }

    /// <summary>What the tools say of themselves.</summary>
    public async Task<IReadOnlyList<Tool>> ToolsAsync() => [.. (await client.ListToolsAsync()).Select(tool => tool.ProtocolTool)];

    /// <summary>The process of the server.</summary>
    public int ProcessId() => RunningProcess.All().Single(process =>
        process.CommandLine.Contains("vmtest-mcp.dll", StringComparison.Ordinal)
        && process.CommandLine.Contains(workplace.Output, StringComparison.Ordinal)).Id;

    /// <summary>A call that is answered: small, and as its schema says, which an independent validator has checked.</summary>
    public async Task<JsonObject> CallAsync(
        string tool, object? arguments = null, McpProgress? progress = null, CancellationToken cancellation = default)
    {
        var result = await TryAsync(tool, arguments, progress, cancellation);
        Assert.That(result.IsError, Is.Not.True, () => $"{Text(result)}\n{Errors}");
        Assert.That(Encoding.UTF8.GetByteCount(Text(result)), Is.LessThanOrEqualTo(MostBytes));
        var answer = result.StructuredContent!.Value;
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(Text(result)), JsonNode.Parse(answer.GetRawText())), Is.True);
        var schema = Path.Combine(workplace.Output, $"{tool}.schema.json");
        var file = Path.Combine(workplace.Output, $"{Guid.NewGuid():N}.json");
        Directory.CreateDirectory(workplace.Output);
        await File.WriteAllTextAsync(
            schema, (await ToolsAsync()).Single(each => each.Name == tool).OutputSchema!.Value.GetRawText(), CancellationToken.None);
        await File.WriteAllTextAsync(file, answer.GetRawText(), CancellationToken.None);
        Shell.Run("/usr/bin/python3", Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "validate-report.py"),
            schema, file);
        return JsonNode.Parse(answer.GetRawText())!.AsObject();
    }

    /// <summary>A call that is refused.</summary>
    public async Task<string> RefusedAsync(string tool, object? arguments)
    {
        var result = await TryAsync(tool, arguments, null, CancellationToken.None);
        Assert.That(result.IsError, Is.True, Text(result));
        Assert.That(Encoding.UTF8.GetByteCount(Text(result)), Is.LessThanOrEqualTo(MostBytes));
        return Text(result);
    }

    public async Task<CallToolResult> TryAsync(string tool, object? arguments, McpProgress? progress, CancellationToken cancellation)
    {
        var given = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject()
            .ToDictionary(property => property.Name, property => (object?)property.Value);
        return await client.CallToolAsync(tool, given, progress, cancellationToken: cancellation).AsTask()
            .WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>Waits until the server has started a program, itself or by another, whose command line contains a text.</summary>
    public async Task StartsAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        var id = ProcessId();
        while (!RunningProcess.Below(id).Any(each => each.CommandLine.Contains(text, StringComparison.Ordinal)))
        {
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"the server did not start '{text}': {Errors}");
            await Task.Delay(20);
        }
    }

    public string Errors
    {
        get
        {
            lock (errors)
            {
                return errors.ToString();
            }
        }
    }

    /// <summary>Closes the server's input and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static string Text(CallToolResult result) => ((TextContentBlock)result.Content.Single()).Text;
}
