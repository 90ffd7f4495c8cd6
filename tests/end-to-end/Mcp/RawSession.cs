using System.Diagnostics;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Mcp;

/// <summary>The server's own lines, as no library has read them.</summary>
internal static class RawSession
{
    private const int CallId = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>One call, and the end of the input after its answer.</summary>
    /// <returns>All lines of standard output, and standard error.</returns>
    public static async Task<(IReadOnlyList<JObject> Lines, string Errors)> CallAsync(
        Workplace workplace, string[] command, string tool, string arguments)
    {
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workplace.Flake,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in McpSession.Environment(workplace))
        {
            info.Environment[name] = value;
        }

        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        foreach (var line in (string[])[
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
                + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            new JObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = CallId,
                ["method"] = "tools/call",
                ["params"] = new JObject
                {
                    ["name"] = tool,
                    ["arguments"] = JObject.Parse(arguments),
                    ["_meta"] = new JObject { ["progressToken"] = "p" },
                },
            }.ToString(Newtonsoft.Json.Formatting.None),
        ])
        {
            await process.StandardInput.WriteLineAsync(line);
        }

        await process.StandardInput.FlushAsync(limit.Token);
        List<JObject> lines = [];
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(JObject.Parse(line));
            if (lines[^1].Value<string>("id") == CallId.ToString())
            {
                process.StandardInput.Close();
            }
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.That(process.ExitCode, Is.Zero);
        return (lines, await errors);
    }
}
